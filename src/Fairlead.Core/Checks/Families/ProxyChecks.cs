namespace Fairlead.Core.Checks.Families;

/// <summary>Whether a proxy stands, openly or hidden, between here and the endpoints.</summary>
public static class ProxyChecks
{
    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [];
}
