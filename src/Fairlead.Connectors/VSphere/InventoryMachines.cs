using System.Globalization;
using System.Xml.Linq;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>VMs and templates, each with its adapters and what VMware Tools say of them.</summary>
internal sealed class InventoryMachines(InventoryNetworks networks, Inventory inventory)
{
    public ObservedMachine Of(VimObject machine)
    {
        var power = machine["runtime.powerState"] switch { "poweredOn" => PowerState.On, "suspended" => PowerState.Suspended, _ => PowerState.Off };
        // Of one that is off, what Tools said last may be another machine's by now.
        var guest = power == PowerState.Off ? [] : machine.Items("guest.net").ToList();
        return new ObservedMachine(machine.Reference.Id, machine.Name, power)
        {
            IsTemplate = machine["config.template"] is "true" or "1",
            HostId = VimReference.Of(machine.Properties.GetValueOrDefault("runtime.host"))?.Id,
            Path = inventory.PathTo(machine),
            Adapters = [.. machine.Items("config.hardware.device").Select(adapter => OfAdapter(adapter, guest))],
        };
    }

    private ObservedAdapter OfAdapter(XElement adapter, List<XElement> guest)
    {
        MacAddress? mac = MacAddress.TryParse(adapter.Child("macAddress")?.Value, out var parsed) ? parsed : null;
        var key = adapter.Child("key")?.Value;
        // Interfaces that the guest made itself (bridges of containers) have the key -1: their addresses are not on the segment.
        var told = guest.Find(nic => nic.Child("deviceConfigId")?.Value == key) ?? guest.Find(nic => mac is { } own && MacAddress.TryParse(nic.Child("macAddress")?.Value, out var other) && other == own && nic.Child("deviceConfigId")?.Value != "-1");
        return new ObservedAdapter(mac, networks.IdOf(adapter.Child("backing")))
        {
            IsConnected = adapter.Child("connectable").Child("connected")?.Value is not ("false" or "0"),
            Addresses = [.. told.Children("ipAddress").Select(address => InventoryHosts.Outward(address.Value)).OfType<IpAddr>()],
            Prefixes = [.. told.Child("ipConfig").Children("ipAddress").Select(PrefixOf).OfType<IpPrefix>().Distinct()],
        };
    }

    private static IpPrefix? PrefixOf(XElement configured) =>
        InventoryHosts.Outward(configured.Child("ipAddress")?.Value) is { } address
        && int.TryParse(configured.Child("prefixLength")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length <= (address.IsV4 ? 32 : 128)
            ? IpPrefix.Of(address, length)
            : null;
}
