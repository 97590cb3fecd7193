using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;

namespace Fairlead.Cli.Init;

/// <summary>What flags or answers say about a first site of one segment.</summary>
internal sealed record InitValues
{
    public string? Name { get; init; }

    public string? Profile { get; init; }

    public string? Region { get; init; }

    public string Segment { get; init; } = "k8s-nodes";

    public int? Vlan { get; init; }

    public IReadOnlyList<IpPrefix> Prefixes { get; init; } = [];

    public IReadOnlyList<IpAddr> Gateways { get; init; } = [];

    public IReadOnlyList<IpAddr> DnsServers { get; init; } = [];

    public IReadOnlyList<IpRange> Scopes { get; init; } = [];

    public IReadOnlyList<IpAddr> DhcpServers { get; init; } = [];

    public string? LeaseTime { get; init; }

    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>The first belongs to the first cluster, and so on; the planner chooses where there is none, or null.</summary>
    public IReadOnlyList<IpAddr?> ControlPlaneIps { get; init; } = [];

    /// <summary>Flags without which there is no valid site; clusters need more.</summary>
    public IEnumerable<string> MissingFlags()
    {
        if (Name is null)
            yield return "--name";
        if (Profile is null)
            yield return "--profile";
        if (Prefixes.Count == 0)
            yield return "--prefix";
        if (Clusters.Count > 0 && DnsServers.Count == 0)
            yield return "--dns";
        if (Clusters.Count > 0 && Scopes.Count == 0)
            yield return "--scope";
    }

    public SiteDraft ToDraft(string origin)
    {
        var segment = new SegmentDraft { Name = new(Segment), Vlan = Vlan is { } id ? new(id.ToString(CultureInfo.InvariantCulture)) : null, LeaseTime = LeaseTime is null ? null : new(LeaseTime) };
        segment.Prefixes.AddRange(Prefixes.Select(prefix => new Drafted(prefix.ToString())));
        segment.Gateways.AddRange(Gateways.Select(gateway => new Drafted(gateway.ToString())));
        segment.DnsServers.AddRange(DnsServers.Select(server => new Drafted(server.ToString())));
        segment.Scopes.AddRange(Scopes.Select(scope => new Drafted(scope.ToString())));
        segment.DhcpServers.AddRange(DhcpServers.Select(server => new Drafted(server.ToString())));
        var draft = new SiteDraft { Name = Name!, Profile = Profile!, Region = Region, Origin = origin };
        draft.Segments.Add(segment);
        for (var i = 0; i < Clusters.Count; i++)
        {
            var cluster = new ClusterDraft { Name = new(Clusters[i]), Segment = segment, WantsLoadBalancer = true };
            if (i < ControlPlaneIps.Count && ControlPlaneIps[i] is { } ip)
                cluster.ControlPlaneIps.Add(new(ip.ToString()));
            draft.Clusters.Add(cluster);
        }

        return draft;
    }
}
