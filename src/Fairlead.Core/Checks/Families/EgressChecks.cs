namespace Fairlead.Core.Checks.Families;

/// <summary>Whether every endpoint of the catalogue can be reached, and what stands in the way.</summary>
public static class EgressChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
