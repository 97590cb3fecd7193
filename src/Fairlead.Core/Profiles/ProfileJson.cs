using System.Globalization;
using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>Reads a profile's data file.</summary>
internal static class ProfileJson
{
    public static Profile Load(string name)
    {
        using var json = EmbeddedData.Json($"Profiles.Data.{name}.json");
        var values = json.RootElement.GetProperty("values");
        return new Profile(SourcedJson.Required(values, "poolNameForm", NameForm).Value)
        {
            Name = SourcedJson.Text(json.RootElement.GetProperty("name")),
            Title = SourcedJson.Text(json.RootElement.GetProperty("title")),
            RetiredOn = SourcedJson.Optional(values, "retiredOn", Date),
            Successor = SourcedJson.Optional(values, "successor", SourcedJson.Text)?.Value,
            NodeAddressing = SourcedJson.Optional(values, "nodeAddressing", Addressing),
            ProxySupported = SourcedJson.Optional(values, "proxySupported", Flag),
            ControlPlaneCounts = SourcedJson.Optional(values, "controlPlaneCounts", Numbers),
            MaxClustersPerHostCluster = SourcedJson.Optional(values, "maxClustersPerHostCluster", Number),
            MaxNodesPerPool = SourcedJson.Optional(values, "maxNodesPerPool", Number),
            MaxNodesPerCluster = SourcedJson.Optional(values, "maxNodesPerCluster", Number),
            MaxNodePools = SourcedJson.Optional(values, "maxNodePools", Number),
            ControlPlaneSizes = SourcedJson.Optional(values, "controlPlaneSizes", SourcedJson.Texts),
            WorkerSizes = SourcedJson.Optional(values, "workerSizes", SourcedJson.Texts),
            DefaultPodCidr = SourcedJson.Optional(values, "defaultPodCidr", SourcedJson.Text),
            DefaultServiceCidr = SourcedJson.Optional(values, "defaultServiceCidr", SourcedJson.Text),
            ServiceCidrFixed = SourcedJson.Required(values, "serviceCidrFixed", Flag).Value,
            SupportedRegions = SourcedJson.Optional(values, "supportedRegions", RegionsByName),
            UpgradeSparePerCluster = SourcedJson.Required(values, "upgradeSparePerCluster", Number).Value,
            UpgradeSparePerPool = SourcedJson.Required(values, "upgradeSparePerPool", Number).Value,
            ControlPlaneIpPickedByPlatform = SourcedJson.Required(values, "controlPlaneIpPickedByPlatform", Flag).Value,
            MaxBridgeVersion = SourcedJson.Optional(values, "maxBridgeVersion", value => BridgeVersion.Parse(SourcedJson.Text(value))),
        };
    }

    private static bool Flag(JsonElement value) => value.GetBoolean();

    private static int Number(JsonElement value) => value.GetInt32();

    private static IReadOnlyList<int> Numbers(JsonElement value) => [.. value.EnumerateArray().Select(Number)];

    private static DateOnly Date(JsonElement value) => DateOnly.ParseExact(SourcedJson.Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IReadOnlyList<Region> RegionsByName(JsonElement value) =>
        [.. SourcedJson.Texts(value).Select(name => Regions.All.Single(region => region.Name == name))];

    private static NodeAddressing Addressing(JsonElement value) => value.GetString() switch
    {
        "dhcp" => NodeAddressing.Dhcp,
        "static" => NodeAddressing.Static,
        var text => throw new FormatException($"unknown addressing '{text}'"),
    };

    private static PoolNameForm NameForm(JsonElement value) => value.GetString() switch
    {
        "short" => PoolNameForm.Short,
        "label" => PoolNameForm.Label,
        var text => throw new FormatException($"unknown form of names '{text}'"),
    };
}
