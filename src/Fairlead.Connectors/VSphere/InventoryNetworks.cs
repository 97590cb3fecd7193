using System.Globalization;
using System.Xml.Linq;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>Port groups of standard and distributed switches, and what NSX made.</summary>
internal sealed class InventoryNetworks
{
    private const int Trunk = 4095; // of a standard port group: all VLANs

    private readonly Dictionary<string, string> _idsByKey = new(StringComparer.Ordinal);
    private readonly ILookup<string, (VimObject Host, XElement PortGroup)> _standard;
    private readonly Inventory _inventory;

    public InventoryNetworks(IReadOnlyList<VimObject> objects, Inventory inventory)
    {
        _inventory = inventory;
        _standard = objects.Where(each => each.Reference.Type == "HostSystem")
            .SelectMany(host => host.Items("config.network.portgroup").Select(group => (host, group)))
            .ToLookup(each => each.group.Child("spec").Child("name")?.Value ?? "", StringComparer.Ordinal);
        var all = new List<ObservedNetwork>();
        foreach (var each in objects)
        {
            if (OfObject(each) is not { } network)
                continue;
            all.Add(network);
            _idsByKey.TryAdd(KeyOf(each) ?? each.Reference.Id, each.Reference.Id);
        }

        All = all;
    }

    public IReadOnlyList<ObservedNetwork> All { get; }

    /// <summary>By what a VM's adapter names its network with.</summary>
    /// <returns>Null: no network that this user may see.</returns>
    public string? IdOf(XElement? backing) => VimReference.Of(backing.Child("network"))?.Id
        ?? ((backing.Child("port").Child("portgroupKey") ?? backing.Child("opaqueNetworkId"))?.Value is { } key ? _idsByKey.GetValueOrDefault(key) : null);

    private static string? KeyOf(VimObject network) => network.Properties.GetValueOrDefault("config").Child("key")?.Value ?? network.Properties.GetValueOrDefault("summary").Child("opaqueNetworkId")?.Value;

    private ObservedNetwork? OfObject(VimObject each) => each.Reference.Type switch
    {
        "Network" => Standard(each),
        "DistributedVirtualPortgroup" => Distributed(each),
        "OpaqueNetwork" => Whole(each, new ObservedNetwork(each.Reference.Id, each.Name, NetworkKind.Nsx, null, "NSX's own", null)),
        _ => null,
    };

    private ObservedNetwork Whole(VimObject each, ObservedNetwork network) => network with
    {
        Path = _inventory.PathTo(each),
        HostIds = [.. each.Items("host").Select(VimReference.Of).OfType<VimReference>().Select(host => host.Id)],
    };

    /// <summary>One name, a port group on each host: what they don't have in common is said, not chosen.</summary>
    private ObservedNetwork Standard(VimObject each)
    {
        var hosts = each.Items("host").Select(host => host.Value).ToHashSet(StringComparer.Ordinal);
        var groups = _standard[each.Properties.GetValueOrDefault("name")?.Value ?? ""].Where(group => hosts.Count == 0 || hosts.Contains(group.Host.Reference.Id)).ToList();
        var vlans = groups.Select(group => int.TryParse(group.PortGroup.Child("spec").Child("vlanId")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var vlan) ? vlan : (int?)null).ToList();
        var isOne = vlans.Distinct().Count() == 1;
        var security = groups.ConvertAll(group => group.PortGroup.Child("computedPolicy").Child("security"));
        return Whole(each, new ObservedNetwork(
            each.Reference.Id,
            each.Name,
            NetworkKind.Standard,
            isOne && vlans[0] is { } only and not Trunk ? only : null,
            isOne ? vlans[0] == Trunk ? "trunk of all VLANs" : null : vlans.Count == 0 ? null : string.Join(", ", groups.Zip(vlans, (group, vlan) => string.Create(CultureInfo.InvariantCulture, $"{vlan} on {group.Host.Name}"))),
            groups.Select(group => group.PortGroup.Child("spec").Child("vswitchName")?.Value).FirstOrDefault())
        {
            Security = groups.Count == 0 ? null : new PortSecurity(Everywhere("forgedTransmits"), Everywhere("macChanges"), Everywhere("allowPromiscuous")),
        });

        // A VIP may move to any host, so what one of them refuses is refused.
        bool? Everywhere(string setting) => security.Select(each => Flag(each.Child(setting))).Aggregate((one, other) => one == false || other == false ? false : one is null || other is null ? null : true);
    }

    private ObservedNetwork? Distributed(VimObject each)
    {
        var config = each.Properties.GetValueOrDefault("config");
        if (Flag(config.Child("uplink")) == true || each.Name.Contains("-DVUplinks-", StringComparison.Ordinal))
            return null; // the switch's own side, which no VM uses
        var setting = config.Child("defaultPortConfig");
        var (vlan, text) = VlanOf(setting.Child("vlan"));
        var isNsx = config.Child("backingType")?.Value == "nsx" || config.Child("logicalSwitchUuid") is not null;
        return Whole(each, new ObservedNetwork(
            each.Reference.Id,
            each.Name,
            isNsx ? NetworkKind.Nsx : NetworkKind.Distributed,
            isNsx ? null : vlan,
            isNsx ? "NSX's own" : text,
            _inventory.Find(VimReference.Of(config.Child("distributedVirtualSwitch")))?.Name)
        {
            Security = SecurityOf(setting),
        });
    }

    private static (int? Vlan, string? Text) VlanOf(XElement? vlan)
    {
        if (vlan is null)
            return (null, null);
        if (vlan.Child("pvlanId")?.Value is { } pvlan)
            return (null, $"private VLAN {pvlan}");
        var ids = vlan.Children("vlanId").ToList();
        if (VimXml.TypeOf(vlan) == "VmwareDistributedVirtualSwitchTrunkVlanSpec" || ids.Exists(id => id.HasElements))
            return (null, $"trunk of {string.Join(", ", ids.Select(id => (First: id.Child("start")?.Value, Last: id.Child("end")?.Value)).Select(range => range.First == range.Last ? range.First : $"{range.First}-{range.Last}"))}");
        return ids is [var only] && int.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, null) : (null, null);
    }

    /// <summary>Since vSphere 6.7 the policy stands in macManagementPolicy, and in securityPolicy too for those who know only that.</summary>
    private static PortSecurity? SecurityOf(XElement? setting)
    {
        var policies = new[] { setting.Child("macManagementPolicy"), setting.Child("securityPolicy") };
        return Array.TrueForAll(policies, policy => policy is null) ? null : new PortSecurity(Policy("forgedTransmits"), Policy("macChanges"), Policy("allowPromiscuous"));

        bool? Policy(string name) => policies.Select(policy => Flag(policy.Child(name) is { HasElements: true } nested ? nested.Child("value") : policy.Child(name))).FirstOrDefault(value => value is not null);
    }

    private static bool? Flag(XElement? element) => element?.Value switch { "true" or "1" => true, "false" or "0" => false, _ => null };
}
