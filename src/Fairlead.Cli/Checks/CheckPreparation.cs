using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Checks;

/// <summary>What to ask and from where; or what is wrong with the arguments.</summary>
internal sealed record CheckPreparation(CheckRequest? Request, Vantage? Vantage, string? Fault)
{
    private const string NodeRole = "cluster-vms";
    private const string ManagementRole = "management-machine";

    public static CheckPreparation Of(Plan plan, string[] segmentNames, string[] clusterNames, string? interfaceName, string? role, BroadcastPacer broadcasts)
    {
        if (Unknown(segmentNames, plan.Estate.Segments, segment => segment.Name, "segment") is { } noSegment)
            return Wrong(noSegment);
        if (Unknown(clusterNames, plan.Estate.Clusters, cluster => cluster.Name, "cluster") is { } noCluster)
            return Wrong(noCluster);
        var clusters = Chosen(clusterNames, plan.Estate.Clusters, cluster => cluster.Name);
        var segments = segmentNames.Length == 0 && clusterNames.Length > 0
            ? [.. clusters.Select(cluster => cluster.Segment).OfType<Segment>().Distinct()]
            : Chosen(segmentNames, plan.Estate.Segments, segment => segment.Name);
        if (clusterNames.Length == 0 && segmentNames.Length > 0)
            clusters = [.. clusters.Where(cluster => cluster.Segment is { } own && segments.Contains(own))];

        var links = LinkInterface.All();
        Standpoint standpoint;
        if (interfaceName is null)
        {
            standpoint = Standpoint.Among([.. links.Where(link => link.IsUp)], segments);
        }
        else
        {
            if (links.FirstOrDefault(link => link.Name == interfaceName) is not { } link)
                return Wrong($"there is no interface '{interfaceName}' with an Ethernet address here{(links.Count > 0 ? $" ({string.Join(", ", links.Select(each => each.Name))})" : "")}.");
            if (!link.IsUp)
                return Wrong($"the interface '{interfaceName}' is down or has no carrier; bring it up first.");
            standpoint = Standpoint.Of(link, segments);
            // Before the first lease an interface has no address; who names it and one segment says where it stands.
            if (standpoint.Segment is null && segmentNames.Length == 1)
                standpoint = standpoint with { Segment = segments[0] };
        }

        var asked = role ?? (standpoint.Segment is not null ? NodeRole : ManagementRole);
        var request = new CheckRequest
        {
            Plan = plan,
            Segments = segments,
            Clusters = clusters,
            Interface = standpoint.Interface,
            OnLinkSegment = standpoint.Segment,
            Role = asked,
            Broadcasts = broadcasts,
            Time = TimeProvider.System,
        };
        return new(request, VantageOf(standpoint, asked), null);
    }

    private static Vantage VantageOf(Standpoint standpoint, string role) => new()
    {
        Host = Environment.MachineName,
        Interface = standpoint.Interface?.Name,
        Mac = standpoint.Interface?.Mac.ToString(),
        Addresses = [.. standpoint.Interface?.Addresses.Select(own => own.Address) ?? []],
        Segment = standpoint.Segment?.ToString(),
        CanSendRaw = PacketSocket.IsPermitted(),
        Role = role,
        // Fairlead runs on Linux, and ESXi is none: whoever asks for its hosts stands in for them.
        StandInFor = role is "physical-nodes" or "datastore-hosts" or "management-network" ? "esxi-host" : null,
        StartedAt = TimeProvider.System.GetUtcNow(),
    };

    private static IReadOnlyList<T> Chosen<T>(string[] names, IEnumerable<T> all, Func<T, string> nameOf)
        where T : notnull =>
        [.. all.Where(each => names.Length == 0 || names.Contains(nameOf(each)) || names.Contains(each.ToString()))];

    private static string? Unknown<T>(string[] names, IEnumerable<T> all, Func<T, string> nameOf, string kind)
        where T : notnull
    {
        var known = all.SelectMany(each => (string[])[nameOf(each), each.ToString()!]).ToHashSet();
        if (names.FirstOrDefault(name => !known.Contains(name)) is not { } missing)
            return null;
        return Nearest.Of(missing, known) is { } nearest ? $"there is no {kind} '{missing}'; did you mean {nearest}?" : $"there is no {kind} '{missing}' in the files given.";
    }

    private static CheckPreparation Wrong(string fault) => new(null, null, fault);
}
