using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>How an attempt to open a TCP connection ended.</summary>
/// <param name="Notice">The ICMP error that ended it; null when none did, or the kernel does not tell (Linux before 5.9, other systems).</param>
public sealed record TcpReply(TcpAnswer Answer, IcmpNotice? Notice = null)
{
    /// <summary>The one cause, in kebab-case: <c>tcp-connected</c>, <c>tcp-refused</c>, <c>tcp-filtered</c>, <c>icmp-prohibited</c>, <c>no-route</c>.</summary>
    public string Reason => Answer switch
    {
        TcpAnswer.Connected => "tcp-connected",
        TcpAnswer.Refused => "tcp-refused",
        TcpAnswer.Filtered => "tcp-filtered",
        TcpAnswer.Prohibited => "icmp-prohibited",
        _ => "no-route",
    };
}
