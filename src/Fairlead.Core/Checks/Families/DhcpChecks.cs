namespace Fairlead.Core.Checks.Families;

/// <summary>Which DHCP servers and routers answer on a segment, and whether they say what the site says.</summary>
public static class DhcpChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
