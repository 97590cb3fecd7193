using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>Resources that are networks, as segments understand them.</summary>
internal static class ArmNetworks
{
    public const string VirtualNetwork = "Microsoft.HybridContainerService/virtualNetworks";
    public const string LogicalNetwork = "Microsoft.AzureStackHCI/logicalNetworks";

    /// <summary>Properties of 2023-11-15-preview, which has the VMware ones, and of 2024-01-01.</summary>
    public static DeclaredNetwork OfVirtual(ArmReading read, Declared<string> name)
    {
        var machines = Pools(read, "properties.vmipPool");
        return new(name)
        {
            VsphereNetwork = read.Text("properties.infraVnetProfile.vmware.segmentName"),
            Vlan = read.Number("properties.vlanID"),
            Prefixes = [.. new[] { read.Prefix("properties.ipAddressPrefix") }.OfType<Declared<IpPrefix>>()],
            Gateways = [.. new[] { read.Address("properties.gateway") }.OfType<Declared<IpAddr>>()],
            DnsServers = read.Addresses("properties.dnsServers"),
            DhcpServers = read.Addresses("properties.dhcpServers"),
            IsStatic = machines.Count > 0 ? new(true, machines[0].Where) : null,
            Pools = machines,
            VirtualPools = Pools(read, "properties.vipPool"),
        };
    }

    /// <summary>Azure Local's. Its subnets are one broadcast domain: Azure takes one.</summary>
    public static DeclaredNetwork OfLogical(ArmReading read, Declared<string> name)
    {
        var (machines, virtuals, gateways, prefixes) = (new List<Declared<IpRange>>(), new List<Declared<IpRange>>(), new List<Declared<IpAddr>>(), new List<Declared<IpPrefix>>());
        Declared<int>? vlan = null;
        Declared<bool>? isStatic = null;
        for (var (i, count) = (0, read.Count("properties.subnets")); i < count; i++)
        {
            var subnet = string.Create(CultureInfo.InvariantCulture, $"properties.subnets[{i}].properties");
            if (read.Prefix(subnet + ".addressPrefix") is { } prefix)
                prefixes.Add(prefix);
            prefixes.AddRange(read.Prefixes(subnet + ".addressPrefixes"));
            vlan ??= read.Number(subnet + ".vlan");
            if (read.Text(subnet + ".ipAllocationMethod") is { } method)
                isStatic ??= new(method.Value.Equals("Static", StringComparison.OrdinalIgnoreCase), method.Where);
            for (var (j, pools) = (0, read.Count(subnet + ".ipPools")); j < pools; j++)
            {
                var pool = string.Create(CultureInfo.InvariantCulture, $"{subnet}.ipPools[{j}]");
                if (read.Range(pool + ".start", pool + ".end") is { } range)
                    (read.Text(pool + ".ipPoolType")?.Value.Equals("vippool", StringComparison.OrdinalIgnoreCase) == true ? virtuals : machines).Add(range);
            }

            for (var (j, routes) = (0, read.Count(subnet + ".routeTable.properties.routes")); j < routes; j++)
            {
                var route = string.Create(CultureInfo.InvariantCulture, $"{subnet}.routeTable.properties.routes[{j}].properties");
                if (read.Prefix(route + ".addressPrefix") is { Value.Length: 0 } && read.Address(route + ".nextHopIpAddress") is { } gateway)
                    gateways.Add(gateway);
            }
        }

        return new(name) { Vlan = vlan, Prefixes = prefixes, Gateways = gateways, DnsServers = read.Addresses("properties.dhcpOptions.dnsServers"), IsStatic = isStatic, Pools = machines, VirtualPools = virtuals };
    }

    private static List<Declared<IpRange>> Pools(ArmReading read, string path)
    {
        var pools = new List<Declared<IpRange>>();
        for (var (i, count) = (0, read.Count(path)); i < count; i++)
        {
            var pool = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (read.Range(pool + ".startIP", pool + ".endIP") is { } range)
                pools.Add(range);
        }

        return pools;
    }
}
