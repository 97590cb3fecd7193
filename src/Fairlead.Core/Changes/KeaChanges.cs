using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Changes;

/// <summary>What a subnet of a Kea server is to hand out.</summary>
/// <param name="Owner">The segment, as messages name it.</param>
public sealed record KeaWish(string Owner, IpPrefix Subnet, IpSet Pools);

/// <summary>What turns the pools of a running Kea configuration into those that a plan wants; everything else of the configuration stays as it is.</summary>
/// <param name="Changes">In the order of the wishes.</param>
/// <param name="Config">The arguments for <c>config-test</c> and <c>config-set</c>; null when nothing changes.</param>
public sealed record KeaChanges(IReadOnlyList<Change> Changes, JsonObject? Config)
{
    /// <param name="current">The arguments that <c>config-get</c> answers with: one member <c>Dhcp4</c> or <c>Dhcp6</c>, and a hash, which newer servers add and do not take back.</param>
    public static KeaChanges Between(JsonObject current, IReadOnlyList<KeaWish> wishes)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(wishes);
        var config = (JsonObject)current.DeepClone();
        config.Remove("hash");
        var changes = new List<Change>();
        foreach (var (root, list, family) in ((string, string, IpFamily)[])[("Dhcp4", "subnet4", IpFamily.V4), ("Dhcp6", "subnet6", IpFamily.V6)])
        {
            if (config[root] is not JsonObject server)
                continue;
            var subnets = SubnetsOf(server, list);
            foreach (var wish in wishes.Where(wish => wish.Subnet.Family == family))
            {
                var found = subnets.Where(subnet => subnet.Prefix == wish.Subnet).ToList();
                changes.AddRange(found.Count switch
                {
                    0 => [Missing(wish, subnets)],
                    1 => OfSubnet(wish, found[0].Subnet),
                    _ => [new Change(ChangeKind.Report, Target(wish), "the server has this subnet more than once; nothing is changed there", null, null)],
                });
            }
        }

        return new(changes, changes.Exists(change => change.IsStep) ? config : null);
    }

    private static List<(IpPrefix Prefix, JsonObject Subnet)> SubnetsOf(JsonObject server, string list)
    {
        var shared = server["shared-networks"] is JsonArray networks ? networks.OfType<JsonObject>() : [];
        return
        [
            .. shared.Prepend(server)
                .SelectMany(holder => holder[list] is JsonArray subnets ? subnets.OfType<JsonObject>() : [])
                .Select(subnet => (Prefix: PrefixOf(subnet), Subnet: subnet))
                .Where(pair => pair.Prefix is not null)
                .Select(pair => (pair.Prefix!.Value, pair.Subnet)),
        ];
    }

    private static Change Missing(KeaWish wish, List<(IpPrefix Prefix, JsonObject Subnet)> subnets)
    {
        var near = subnets.Where(subnet => subnet.Prefix.Overlaps(wish.Subnet)).Select(subnet => subnet.Prefix.ToString()).ToList();
        return new(ChangeKind.Report, Target(wish), near.Count > 0
            ? $"the server has {string.Join(", ", near)} in its place; nothing is changed there"
            : "the server has no such subnet; 'fairlead render kea' writes one for its owner to add", null, null);
    }

    private static IEnumerable<Change> OfSubnet(KeaWish wish, JsonObject subnet)
    {
        var pools = (subnet["pools"] as JsonArray)?.OfType<JsonObject>().Select(pool => (Range: RangeOf(pool), Pool: pool)).ToList() ?? [];
        if (pools.Exists(pool => pool.Range is null))
        {
            yield return new(ChangeKind.Report, Target(wish), "a pool there is not understood; nothing is changed", null, null);
            yield break;
        }

        var there = IpSet.Of(pools.Select(pool => pool.Range!.Value));
        if (there == wish.Pools)
            yield break;
        var wanted = new JsonArray();
        // What a pool says beside its range (a class, options) stays with every piece of it.
        foreach (var (range, pool) in pools)
        {
            foreach (var piece in wish.Pools.Intersect(range!.Value).Ranges)
            {
                var kept = (JsonObject)pool.DeepClone();
                kept["pool"] = TextOf(piece);
                // Ids of pools, which newer servers have, must not stand twice.
                if (wanted.Count > 0 && wanted.OfType<JsonObject>().Any(other => other["pool-id"] is { } id && JsonNode.DeepEquals(id, kept["pool-id"])))
                    kept.Remove("pool-id");
                wanted.Add(kept);
            }
        }

        foreach (var piece in wish.Pools.Except(there).Ranges)
            wanted.Add(new JsonObject { ["pool"] = TextOf(piece) });
        var before = Text(subnet["pools"]);
        subnet["pools"] = wanted;
        yield return new(ChangeKind.Change, Target(wish), WhyOf(there, wish.Pools), before, Text(wanted));
    }

    private static string WhyOf(IpSet there, IpSet wanted)
    {
        var (less, more) = (there.Except(wanted), wanted.Except(there));
        return (less.IsEmpty, more.IsEmpty) switch
        {
            (false, true) => $"{less} is no longer handed out",
            (true, false) => $"{more} is handed out, too",
            _ => $"{less} is no longer handed out, {more} is",
        };
    }

    private static string Target(KeaWish wish) => $"{wish.Owner} ({wish.Subnet})";

    private static IpPrefix? PrefixOf(JsonObject subnet) =>
        subnet["subnet"] is JsonValue value && value.TryGetValue<string>(out var text) && IpPrefix.TryParse(text, out var prefix, out _) ? prefix : null;

    /// <summary>Kea writes <c>a-b</c> with or without spaces, or a prefix.</summary>
    private static IpRange? RangeOf(JsonObject pool) =>
        pool["pool"] is JsonValue value && value.TryGetValue<string>(out var text) && IpRange.TryParse(text.Replace(" ", "", StringComparison.Ordinal), out var range, out _) ? range : null;

    /// <summary>A pool of one address is a range, too: Kea takes a lone address for a fault.</summary>
    private static string TextOf(IpRange range) => string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}");

    private static string Text(JsonNode? node) => node?.ToJsonString(s_layout) ?? "";

    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true, TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine() };
}
