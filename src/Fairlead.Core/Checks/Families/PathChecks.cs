namespace Fairlead.Core.Checks.Families;

/// <summary>Packet sizes, clocks and required ports between declared parties.</summary>
public static class PathChecks
{
    public static readonly CheckInfo Mtu = new("FL8501", "path.mtu", "Packets as large as the link allows arrive unfragmented at the segment's gateway, its DNS servers and vCenter.");
    public static readonly CheckInfo Clock = new("FL8502", "path.clock", "This machine's clock agrees with each time server of the site, and with vCenter's.");
    public static readonly CheckInfo Port = new("FL8503", "path.port", "Every port that this machine's role needs on another party of the site can be reached.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [Mtu, Clock, Port];
}
