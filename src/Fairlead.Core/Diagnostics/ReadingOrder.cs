namespace Fairlead.Core.Diagnostics;

/// <summary>
/// The one order in which a site is read: the order of findings, of "the later" of two claims and of automatic choices. One list serves
/// every object of the format, since no two of them disagree; a test keeps it so.
/// </summary>
public static class ReadingOrder
{
    /// <summary>Where fields begin that the format does not have.</summary>
    internal const long Unknown = 1_000_000;

    private static readonly string[] Names =
    [
        "apiVersion", "kind", "site", "name", "profile",
        "vsphereNetwork", "stretched", "addressSpace", "region", "policy",
        "infrastructure", "vcenter", "hosts", "ntpServers", "other",
        "resourceBridge", "version",
        "proxy", "http", "https", "noProxy",
        "firewall", "allow", "host",
        "segments", "segment", "vlan", "prefix", "gateway", "controlPlaneIP", "nodeIPs", "dnsServers", "addressing",
        "dhcp", "servers", "leaseTime", "scopes", "range", "exclude", "otherLeases", "for",
        "pool", "reserved", "concurrentUpgrades",
        "clusters", "hostCluster", "kubernetesVersion",
        "controlPlane", "ip", "nodePools", "nodes", "vmSize", "autoscale", "min", "max",
        "loadBalancer", "provider", "mode", "port", "addresses", "auto", "peers", "address", "asn", "myAsn", "virtualMachines",
        "services", "podCIDR", "serviceCIDR", "upgrade", "minutesPerNode", "spare",
        "overrides", "rule", "subject", "reason", "expires",
    ];

    // Not frozen: that takes longer at start than all look-ups of a small site.
    private static readonly Dictionary<string, int> Ranks = Enumerable.Range(0, Names.Length).ToDictionary(index => Names[index]);

    internal static IReadOnlyList<string> All => Names;

    internal static long Of(string field) => Ranks.TryGetValue(field, out var rank) ? rank : throw new ArgumentException($"No such field: {field}.", nameof(field));
}
