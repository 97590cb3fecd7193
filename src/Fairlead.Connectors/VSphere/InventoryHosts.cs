using System.Xml.Linq;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>HostSystems.</summary>
internal static class InventoryHosts
{
    public static ObservedHost Of(VimObject host, Inventory inventory) => new(host.Reference.Id, host.Name)
    {
        Addresses = [.. host.Items("config.network.vnic").SelectMany(AddressesOf).Distinct()],
        Cluster = inventory.Find(host.Parent) is { Reference.Type: "ClusterComputeResource" } cluster ? cluster.Name : null,
        IsConnected = host["runtime.connectionState"] is null or "connected",
    };

    private static IEnumerable<IpAddr> AddressesOf(XElement adapter)
    {
        var ip = adapter.Child("spec").Child("ip");
        var texts = ip.Child("ipV6Config").Children("ipV6Address").Select(each => each.Child("ipAddress")?.Value).Prepend(ip.Child("ipAddress")?.Value);
        return texts.Select(Outward).OfType<IpAddr>();
    }

    /// <returns>Null for what is no address, or one that is the same on every link.</returns>
    public static IpAddr? Outward(string? text) => IpAddr.TryParse(text, out var address, out _) && !address.IsLinkLocal ? address : null;
}
