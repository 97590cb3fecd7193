using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Cli.Output;

/// <summary>One line of the address plan: a range and everything that it is for.</summary>
/// <param name="Use">Null for a pod or service network.</param>
internal sealed record ClaimRow(IpRange Range, AddressUse? Use, string Text, bool IsChosen)
{
    /// <summary>Networks are known by their prefix, addresses by the first and the last.</summary>
    public string RangeText => Use is null && Range.TryToPrefix(out var prefix) ? prefix.ToString() : Range.ToString();
}

/// <summary>Words for claims; what is said several times of one range stands once.</summary>
internal sealed class ClaimRows
{
    private const int NamesShown = 3;

    private readonly Dictionary<Subject, string> _purposes;

    public ClaimRows(Plan plan) => _purposes = PurposesOf(plan.Estate).DistinctBy(pair => pair.Subject).ToDictionary(pair => pair.Subject, pair => pair.Purpose);

    /// <param name="home">Its name is left out of the names of its clusters; null: no site's is.</param>
    /// <returns>By address.</returns>
    public IReadOnlyList<ClaimRow> Of(IEnumerable<Claim> claims, Site? home) =>
    [
        .. claims.GroupBy(claim => (claim.Range, Use: AddressUses.Of(claim.Kind)))
            .OrderBy(row => row.Key.Range)
            .Select(row => new ClaimRow(row.Key.Range, row.Key.Use, Describe(row, home), row.Any(claim => claim.IsChosen))),
    ];

    private string Describe(IEnumerable<Claim> claims, Site? home)
    {
        var sayings = claims.Select(claim => (What: What(claim), Whose: Whose(claim, home))).Distinct().GroupBy(saying => saying.What);
        return string.Join(", ", sayings.Select(saying => Join(saying.Key, [.. saying.Select(one => one.Whose).OfType<string>()])));
    }

    private static string Join(string what, List<string> names)
    {
        if (names.Count == 0)
            return what;
        var shown = string.Join(", ", names.Take(NamesShown));
        return names.Count > NamesShown ? $"{what} of {shown} and {names.Count - NamesShown} more" : $"{what} of {shown}";
    }

    private string What(Claim claim) => claim.Kind switch
    {
        ClaimKind.DhcpScope => claim.Less.IsEmpty ? "DHCP scope" : $"DHCP scope less {Counted.Ranges(claim.Less)}",
        ClaimKind.NodePool => "static node pool",
        ClaimKind.Reserved => _purposes.TryGetValue(claim.Subject, out var purpose) ? $"reserved for {purpose}" : "reserved",
        ClaimKind.ControlPlaneIp => "control plane IP",
        ClaimKind.LoadBalancer => "load balancer",
        ClaimKind.RoutedLoadBalancer => "load balancer (BGP)",
        ClaimKind.BridgeControlPlaneIp => "resource bridge control plane IP",
        ClaimKind.BridgeNodeIp => "resource bridge node",
        ClaimKind.Gateway => "gateway",
        ClaimKind.DnsServer => "DNS server",
        ClaimKind.DhcpServer => "DHCP server",
        ClaimKind.NtpServer => "time server",
        ClaimKind.VCenter => "vCenter",
        ClaimKind.EsxiHost => claim.Range.IsSingle ? "ESXi host" : "ESXi hosts",
        ClaimKind.Proxy => "proxy",
        ClaimKind.PodCidr => claim.IsDefault ? "pods (the profile's default)" : "pods",
        ClaimKind.ServiceCidr => claim.IsDefault ? "services (the profile's default)" : "services",
        _ => claim.Kind.NameOf(),
    };

    private static string? Whose(Claim claim, Site? home)
    {
        if (claim.Kind.GroupOf() == ClaimGroup.Overlay || claim.Kind == ClaimKind.ControlPlaneIp || claim.Kind.IsLoadBalancer())
            return claim.Site == home ? claim.Owner.Name : $"{claim.Site}/{claim.Owner.Name}";
        return claim.Site == home ? null : claim.Site.Name;
    }

    private static IEnumerable<(Subject Subject, string Purpose)> PurposesOf(Estate estate)
    {
        foreach (var site in estate.Sites)
        {
            var others = site.Spec.Infrastructure.TryGet(out var infrastructure) ? infrastructure.Other.Or([]) : [];
            foreach (var reserved in others.Concat(site.Segments.SelectMany(segment => segment.Spec.Reserved.Or([]))))
            {
                if (reserved.For.TryGet(out var purpose))
                    yield return (reserved.Subject, purpose);
            }
        }
    }
}
