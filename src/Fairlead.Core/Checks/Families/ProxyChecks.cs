namespace Fairlead.Core.Checks.Families;

/// <summary>Whether a proxy stands, openly or hidden, between here and the endpoints.</summary>
public static class ProxyChecks
{
    public static readonly CheckInfo Environment = new("FL8401", "proxy.environment", "The environment names no proxy other than the site file's.");
    public static readonly CheckInfo WpadDns = new("FL8402", "proxy.wpad-dns", "No search domain of this machine has a name wpad, by which clients find a proxy.");
    public static readonly CheckInfo WpadDhcp = new("FL8403", "proxy.wpad-dhcp", "No DHCP server of the segment offers a proxy (option 252).");
    public static readonly CheckInfo Transparent = new("FL8404", "proxy.transparent", "Nothing answers in the place of servers: neither for an address that nobody has, nor by certificates of its own.");
    public static readonly CheckInfo Needed = new("FL8405", "proxy.needed", "The endpoints are reached without a proxy, where the platform can't create clusters behind one.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [Environment, WpadDns, WpadDhcp, Transparent, Needed];
}
