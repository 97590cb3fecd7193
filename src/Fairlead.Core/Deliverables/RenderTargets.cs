using System.Text;
using Fairlead.Core.Deliverables.ControlPlane;
using Fairlead.Core.Deliverables.Dhcp;
using Fairlead.Core.Deliverables.Egress;
using Fairlead.Core.Deliverables.LoadBalancers;
using Fairlead.Core.Deliverables.VSphere;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Deliverables;

/// <summary>Every target of <c>fairlead render</c> that writes configuration, in the order in which help shows them.</summary>
public static class RenderTargets
{
    public static IReadOnlyList<RenderTarget> All { get; } = [.. Single(), TheBundle];

    private static RenderTarget TheBundle => new("bundle", DeliveryStep.Network, "One folder per cluster with all of these, the network team's page, the order of steps, and checksums.", request => Bundle.Render(request, Single()));

    /// <summary>Those that write for one engine.</summary>
    private static IReadOnlyList<RenderTarget> Single() =>
    [
        KubeVip.Target,
        Keepalived.Target,
        ClusterApi.ClusterApi.Target,
        MetalLb.Target,
        KubeVipCloudProvider.Target,
        BgpRouter.Target,
        KeaSubnets.Target,
        DnsmasqRanges.Target,
        WindowsScopes.Target,
        Nftables.Target,
        Squid.Target,
        PanOs.Target,
        NoProxy.Target,
        FirewallCsv.Target,
        VSphereChecklist.Target,
    ];

    /// <summary>Renders, and where the plan has errors says so at the head of every file that can bear a comment.</summary>
    public static Rendered Render(RenderTarget target, RenderRequest request)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(request);
        var rendered = target.Render(request);
        if (request.Plan.HasFailures)
            rendered = rendered with { Files = [.. rendered.Files.Select(file => Warned(file, request.Plan))] };
        return target.Name == "bundle" ? Bundle.WithSums(rendered) : rendered;
    }

    private static DeliverableFile Warned(DeliverableFile file, Plan plan)
    {
        if (file.Comment is not { } mark)
            return file;
        var head = new StringBuilder();
        head.Append($"{mark} MADE WITH --force FROM A PLAN WITH ERRORS. Do not use it before these are mended:\n");
        foreach (var finding in plan.Diagnostics.Where(finding => finding.IsFailure))
            head.Append($"{mark}   {finding.Rule.Id} {OneLine(finding.Subject.ToString())}: {OneLine(finding.Message)}\n");
        // The line that names a script's interpreter has to stay the first.
        var first = file.Text.StartsWith("#!", StringComparison.Ordinal) ? file.Text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        return file with { Text = file.Text[..first] + head + file.Text[first..] };
    }

    /// <summary>Nothing that a user wrote ends the comment.</summary>
    private static string OneLine(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? ' ' : from[i];
    });
}
