namespace Fairlead.Core.Checks.Families;

/// <summary>Whether the resolvers of a segment answer, and truthfully.</summary>
public static class DnsChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
