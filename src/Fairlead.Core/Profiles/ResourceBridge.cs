using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>What is known of the Azure Arc resource bridge: releases, ranges of its own, the shape of its addresses.</summary>
public static class ResourceBridge
{
    private static readonly Lazy<Facts> Loaded = new(Load);

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<BridgeRelease> Releases => Loaded.Value.Releases;

    /// <summary>Fewest node addresses.</summary>
    public static Sourced<int> MinNodeAddresses => Loaded.Value.MinNodeAddresses;

    /// <summary>Longest IPv4 prefix, in bits: the smallest subnet.</summary>
    public static Sourced<int> LongestPrefix => Loaded.Value.LongestPrefix;

    /// <summary>False for text that is no version and for a version that no release note names.</summary>
    public static bool TryGetKubernetesVersion(string bridgeVersion, [NotNullWhen(true)] out string? kubernetesVersion)
    {
        kubernetesVersion = BridgeVersion.TryParse(bridgeVersion, out var version)
            ? Releases.FirstOrDefault(release => release.Version == version)?.KubernetesVersion.Value
            : null;
        return kubernetesVersion is not null;
    }

    /// <summary>The pod range, then the service range, of that version; versions between two releases count as the earlier one.</summary>
    public static IReadOnlyList<ReservedCidr> ReservedCidrs(BridgeVersion version) =>
        Loaded.Value.Reserved.Last(step => step.Since <= version).Ranges;

    private static Facts Load()
    {
        using var json = EmbeddedData.Json("Profiles.Data.resource-bridge.json");
        var root = json.RootElement;
        var values = root.GetProperty("values");
        return new Facts(
            [.. root.GetProperty("releases").EnumerateArray().Select(ReadRelease)],
            [.. root.GetProperty("reserved").EnumerateArray().Select(ReadStep)],
            SourcedJson.Required(values, "minNodeAddresses", value => value.GetInt32()),
            SourcedJson.Required(values, "longestPrefix", value => value.GetInt32()));
    }

    private static BridgeRelease ReadRelease(JsonElement item) => new(
        BridgeVersion.Parse(SourcedJson.Text(item.GetProperty("version"))),
        SourcedJson.Text(item.GetProperty("released")),
        SourcedJson.Required(item, "kubernetes", SourcedJson.Text));

    private static Step ReadStep(JsonElement item) => new(
        BridgeVersion.Parse(SourcedJson.Text(item.GetProperty("since"))),
        [ReadReserved(item, "pods"), ReadReserved(item, "services")]);

    private static ReservedCidr ReadReserved(JsonElement step, string what)
    {
        var item = step.GetProperty(what);
        var cidr = SourcedJson.Read(item, SourcedJson.Text);
        var severity = item.GetProperty("severity").GetString() switch
        {
            "warn" => Enforcement.Warn,
            "block" => Enforcement.Block,
            var text => throw new FormatException($"unknown severity '{text}'"),
        };
        return new ReservedCidr(cidr.Value, what, severity, cidr.Source);
    }

    /// <param name="Since">First version the ranges hold for.</param>
    /// <param name="Ranges">Pods, services.</param>
    private sealed record Step(BridgeVersion Since, IReadOnlyList<ReservedCidr> Ranges);

    /// <param name="Releases">Newest first.</param>
    /// <param name="Reserved">Oldest first, from 0.0.0 on.</param>
    /// <param name="MinNodeAddresses">Addresses.</param>
    /// <param name="LongestPrefix">Bits.</param>
    private sealed record Facts(
        IReadOnlyList<BridgeRelease> Releases,
        IReadOnlyList<Step> Reserved,
        Sourced<int> MinNodeAddresses,
        Sourced<int> LongestPrefix);
}
