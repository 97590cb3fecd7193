namespace Fairlead.Core.Checks.Families;

/// <summary>Who holds an address of the link, asked by ARP (IPv4) and neighbour discovery (IPv6).</summary>
public static class ArpChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
