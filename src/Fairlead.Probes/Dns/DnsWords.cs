using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dns;

/// <summary>DNS as reports write it.</summary>
public static class DnsWords
{
    private const int MostListed = 8;

    /// <summary>The reason of a check, in kebab-case.</summary>
    public static string Word(this DnsStatus status) => status switch
    {
        DnsStatus.Answered => "dns-answered",
        DnsStatus.NoRecord => "no-record",
        DnsStatus.NoSuchName => "nxdomain",
        DnsStatus.ServerFailure => "dns-servfail",
        DnsStatus.Refused => "dns-refused",
        DnsStatus.OtherCode => "dns-error",
        DnsStatus.Malformed => "dns-malformed",
        DnsStatus.Silent => "dns-timeout",
        DnsStatus.PortClosed => "dns-port-closed",
        DnsStatus.Filtered => "tcp-filtered",
        DnsStatus.Prohibited => "icmp-prohibited",
        DnsStatus.NoRoute => "no-route",
        DnsStatus.Closed => "dns-closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    /// <summary>What the server did, as the end of a sentence that begins with it.</summary>
    public static string Deed(this DnsStatus status) => status switch
    {
        DnsStatus.Answered => "answers",
        DnsStatus.NoRecord => "knows the name, but has no address for it",
        DnsStatus.NoSuchName => "says that there is no such name (NXDOMAIN)",
        DnsStatus.ServerFailure => "says SERVFAIL: it can't find out, mostly because its own upstream can't be reached",
        DnsStatus.Refused => "says REFUSED: it does not serve this client, or not this name",
        DnsStatus.OtherCode => "answers with an error",
        DnsStatus.Malformed => "sends octets that are no DNS answer",
        DnsStatus.Silent => "does not answer",
        DnsStatus.PortClosed => "has nobody listening on the port, or a firewall says so",
        DnsStatus.Filtered => "does not answer the connection: something drops the packets",
        DnsStatus.Prohibited => "can't be reached: the way is administratively prohibited",
        DnsStatus.NoRoute => "can't be reached: there is no way from here",
        DnsStatus.Closed => "closes the connection without an answer",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    /// <summary>A line that stays readable, however many there are.</summary>
    internal static string List(IReadOnlyCollection<IpAddr> addresses) => addresses.Count <= MostListed
        ? string.Join(", ", addresses)
        : FormattableString.Invariant($"{string.Join(", ", addresses.Take(MostListed))} and {addresses.Count - MostListed} more");

    public static string Word(this DnsTransport transport) => transport == DnsTransport.Udp ? "udp" : "tcp";

    public static string Word(this DnsType type) => type switch
    {
        DnsType.A => "A",
        DnsType.Ns => "NS",
        DnsType.Cname => "CNAME",
        DnsType.Ptr => "PTR",
        DnsType.Aaaa => "AAAA",
        _ => FormattableString.Invariant($"TYPE{(ushort)type}"),
    };
}
