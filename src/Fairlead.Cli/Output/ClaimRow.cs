using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Cli.Output;

/// <summary>One line of the address plan: a range and everything of one sort that it is for.</summary>
/// <param name="Sort">The kind of the first claim in it.</param>
internal sealed record ClaimRow(IpRange Range, ClaimKind Sort, string Text, bool IsChosen)
{
    public bool IsNetwork => !AddressUses.IsUse(Sort);

    /// <summary>Networks are known by their prefix, addresses by the first and the last.</summary>
    public string RangeText => IsNetwork && Range.TryToPrefix(out var prefix) ? prefix.ToString() : Range.ToString();
}

/// <summary>Words for claims; what is said several times of one range stands once.</summary>
internal sealed class ClaimRows
{
    private const int NamesShown = 3;

    private static readonly Comparer<Claim> BySubjectOfRow = Comparer<Claim>.Create((one, other) =>
        one.Range.CompareTo(other.Range) is var byRange and not 0 ? byRange : SortOf(one) - SortOf(other));

    private readonly Dictionary<Subject, string> _purposes = [];

    public ClaimRows(Plan plan)
    {
        foreach (var site in plan.Estate.Sites)
        {
            if (site.Spec.Infrastructure.TryGet(out var infrastructure))
                AddPurposes(infrastructure.Other.Or([]));
            foreach (var segment in site.Segments)
                AddPurposes(segment.Spec.Reserved.Or([]));
        }
    }

    /// <param name="home">Its name is left out of the names of its clusters.</param>
    /// <returns>By address.</returns>
    public IReadOnlyList<ClaimRow> Of(IEnumerable<Claim> claims, Site home)
    {
        var rows = new List<ClaimRow>();
        var ordered = claims.Order(BySubjectOfRow).ToList();
        for (var at = 0; at < ordered.Count;)
        {
            var first = ordered[at];
            var end = at + 1;
            while (end < ordered.Count && BySubjectOfRow.Compare(first, ordered[end]) == 0)
                end++;
            var row = ordered.GetRange(at, end - at);
            rows.Add(new ClaimRow(first.Range, first.Kind, Describe(row, home), row.Exists(claim => claim.IsChosen)));
            at = end;
        }

        return rows;
    }

    private void AddPurposes(IReadOnlyList<ReservedSpec> ranges)
    {
        foreach (var reserved in ranges)
        {
            if (reserved.For.TryGet(out var purpose))
                _purposes.TryAdd(reserved.Subject, purpose);
        }
    }

    private static int SortOf(Claim claim) => AddressUses.IsUse(claim.Kind) ? (int)AddressUses.Of(claim.Kind) : -(int)claim.Kind;

    private string Describe(List<Claim> claims, Site home)
    {
        var sayings = new Dictionary<string, List<string>>();
        foreach (var claim in claims)
        {
            var what = What(claim);
            if (!sayings.TryGetValue(what, out var names))
                sayings.Add(what, names = []);
            if (Whose(claim, home) is { } name && (names.Count > NamesShown || !names.Contains(name)))
                names.Add(name);
        }

        return string.Join(", ", sayings.Select(saying => Join(saying.Key, saying.Value)));
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

    private static string? Whose(Claim claim, Site home)
    {
        if (claim.Kind.GroupOf() == ClaimGroup.Overlay || claim.Kind == ClaimKind.ControlPlaneIp || claim.Kind.IsLoadBalancer())
            return claim.Site == home ? claim.Owner.Name : $"{claim.Site}/{claim.Owner.Name}";
        return claim.Site == home ? null : claim.Site.Name;
    }
}
