namespace Fairlead.Core.Claims;

/// <summary>Which kinds of claim may not meet. The rules that speak about a pair, and about whom, are in <c>Rules/PairRules.cs</c>.</summary>
internal static class PairTable
{
    private const int Kinds = (int)ClaimKind.ServiceCidr + 1;

    private static readonly ClaimKind[] Hosts =
        [ClaimKind.Gateway, ClaimKind.DnsServer, ClaimKind.DhcpServer, ClaimKind.NtpServer, ClaimKind.VCenter, ClaimKind.EsxiHost, ClaimKind.Proxy];

    private static readonly ClaimKind[] Dynamic = [ClaimKind.DhcpScope, ClaimKind.NodePool];

    private static readonly ClaimKind[] LoadBalancers = [ClaimKind.LoadBalancer, ClaimKind.RoutedLoadBalancer];

    private static readonly ClaimKind[] Exclusive = [ClaimKind.ControlPlaneIp, .. LoadBalancers, ClaimKind.BridgeControlPlaneIp, ClaimKind.BridgeNodeIp];

    private static readonly uint[] Forbidden = Build();

    /// <summary>The kinds that may not meet <paramref name="kind"/>, as a bit mask.</summary>
    public static uint ForbiddenFor(ClaimKind kind) => Forbidden[(int)kind];

    /// <summary>Pairs that may meet when both have the same home: a load balancer range in its own place, addresses of one bridge.</summary>
    public static bool MayMeetAtHome(ClaimKind one, ClaimKind other) =>
        (one.IsLoadBalancer() && other == ClaimKind.Segment)
        || (one == ClaimKind.Segment && other.IsLoadBalancer())
        || (one == ClaimKind.BridgeNodeIp && other == ClaimKind.BridgeNodeIp);

    private static uint[] Build()
    {
        var table = new uint[Kinds];
        ClaimKind[] addressesInUse = [.. Hosts, ClaimKind.Reserved];
        Forbid([ClaimKind.Segment], [ClaimKind.Segment, .. LoadBalancers]);
        Forbid(Dynamic, [.. Dynamic, .. Exclusive, .. addressesInUse]);
        Forbid(Exclusive, [.. Exclusive, .. addressesInUse]);
        Forbid([ClaimKind.Reserved], [ClaimKind.Reserved]);
        Forbid([ClaimKind.PodCidr, ClaimKind.ServiceCidr], [ClaimKind.Segment, ClaimKind.BridgePrefix, ClaimKind.RoutedLoadBalancer, .. addressesInUse]);
        return table;

        void Forbid(ReadOnlySpan<ClaimKind> some, ReadOnlySpan<ClaimKind> others)
        {
            foreach (var one in some)
            {
                foreach (var other in others)
                {
                    table[(int)one] |= 1u << (int)other;
                    table[(int)other] |= 1u << (int)one;
                }
            }
        }
    }
}
