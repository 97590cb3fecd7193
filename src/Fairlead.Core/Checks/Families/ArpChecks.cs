namespace Fairlead.Core.Checks.Families;

/// <summary>Who holds an address of the link, asked by ARP (IPv4) and neighbour discovery (IPv6).</summary>
public static class ArpChecks
{
    public static readonly CheckInfo ControlPlaneIp = new("FL8001", "arp.control-plane-ip", "Nobody holds a control plane IP before its cluster exists; afterwards a member of the cluster does.");
    public static readonly CheckInfo LoadBalancer = new("FL8002", "arp.load-balancer", "Nobody holds an address of a load balancer range before its cluster exists; afterwards only members of the cluster do.");
    public static readonly CheckInfo BridgeAddress = new("FL8003", "arp.bridge-address", "Nobody holds an address of the resource bridge before it exists; afterwards its own machines do.");
    public static readonly CheckInfo DuplicateAddress = new("FL8004", "arp.duplicate-address", "No address that was asked about is held by two machines.");
    public static readonly CheckInfo Address = new("FL8005", "arp.address", "Nobody holds an address that was named by hand.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [ControlPlaneIp, LoadBalancer, BridgeAddress, DuplicateAddress, Address];
}
