namespace Fairlead.Core.Checks.Families;

/// <summary>Packet sizes, clocks and required ports between declared parties.</summary>
public static class PathChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
