using System.Xml.Linq;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.VSphere;

/// <summary>What vCenter's faults mean to whoever reads it.</summary>
internal static class VimFault
{
    public static SourceFailureException Explain(string method, XElement body)
    {
        if (body.Name.LocalName != "Fault")
            return new(FailureReason.Malformed, $"it answers {method} with status 500 and no fault.", "Look whether the address is vCenter's, and what stands between.");
        var text = Excerpt.Of(body.Child("faultstring")?.Value ?? "");
        var detail = body.Child("detail")?.Elements().FirstOrDefault();
        var kind = detail is null ? "" : VimXml.TypeOf(detail) ?? detail.Name.LocalName;
        return kind switch
        {
            "InvalidLogin" => new(FailureReason.NotAuthenticated, $"it does not accept user and password ({text}).", "Look at user= and password-file=, or FAIRLEAD_VCENTER_USER and FAIRLEAD_VCENTER_PASSWORD. A user of the single sign-on domain is written user@vsphere.local."),
            "NotAuthenticated" => new(FailureReason.NotAuthenticated, $"the session ended before {method}.", "Ask again; somebody may have ended it, or vCenter was restarted."),
            "NoPermission" => new(FailureReason.NotPermitted, $"{method} is not allowed to this user ({Excerpt.Of(detail!.Child("privilegeId")?.Value ?? "no privilege named")} on {Excerpt.Of(detail.Child("object")?.Value ?? "an object")}).", "Give the user the role Read-only at vCenter's root, with propagation."),
            "InvalidArgument" when method == "ContinueRetrievePropertiesEx" => new(FailureReason.Refused, $"a page of its inventory got lost ({text}).", "Ask again; vCenter forgets pages when it restarts."),
            _ => new(FailureReason.Refused, $"{method} ended with {(kind.Length > 0 ? kind : "a fault")}: {text}", "Look into vCenter's events and its vpxd log."),
        };
    }
}
