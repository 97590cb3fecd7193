using Fairlead.Core.Addressing;
using Fairlead.Probes.Dns;

namespace Fairlead.Tests.Probes.Dns;

/// <summary>A site with one segment and its DNS servers, and replies of them.</summary>
internal static class DnsTestServer
{
    public const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        infrastructure:
          vcenter: {host: vcenter.contoso.com, address: 10.10.0.5}
        segments:
          - name: k8s-prod
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            dnsServers: [10.10.0.53, 10.10.0.54]
            addressing: dhcp
        """;

    private static readonly Core.Planning.Plan Plan = Plans.Of(Site);

    public static Core.Sites.Segment Segment => Plan.Estate.Segments.Single();

    public static DnsServer At(int index)
    {
        var written = Segment.Spec.DnsServers.Value[index];
        return new(written.Value, written.Subject, written.At, Segment);
    }

    public static DnsReply Reply(DnsStatus status, DnsType type = DnsType.A, string addresses = "", string name = "vcenter.contoso.com", double milliseconds = 1, DnsTransport transport = DnsTransport.Udp) => new()
    {
        Server = IpAddr.Parse("10.10.0.53"),
        Name = name,
        Type = type,
        Status = status,
        Transport = transport,
        Addresses = [.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IpAddr.Parse)],
        RoundTrip = TimeSpan.FromMilliseconds(milliseconds),
        At = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>To A and AAAA, from text: <c>10.0.0.1 | no-record</c>.</summary>
    public static IReadOnlyList<DnsReply> Pair(string text)
    {
        var halves = text.Split('|', StringSplitOptions.TrimEntries);
        return [Half(halves[0], DnsType.A), Half(halves[1], DnsType.Aaaa)];
    }

    private static DnsReply Half(string text, DnsType type)
    {
        foreach (var status in Enum.GetValues<DnsStatus>())
        {
            if (status.Word() == text)
                return Reply(status, type);
        }

        return Reply(DnsStatus.Answered, type, text);
    }
}
