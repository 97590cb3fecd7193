using Fairlead.Core.Checks.Families;

namespace Fairlead.Core.Checks;

/// <summary>Every live question, in order of rule. The prose of one stands in <c>Checks/Texts/&lt;rule&gt;-&lt;id&gt;.md</c>.</summary>
public static class CheckCatalog
{
    public static IReadOnlyList<CheckInfo> All { get; } =
        [.. ArpChecks.All, .. DhcpChecks.All, .. DnsChecks.All, .. EgressChecks.All, .. ProxyChecks.All, .. PathChecks.All];

    /// <summary>Finds one by rule (in any case) or by id.</summary>
    public static CheckInfo? Find(string ruleOrId) =>
        All.FirstOrDefault(check => check.Rule.Equals(ruleOrId, StringComparison.OrdinalIgnoreCase) || check.Id == ruleOrId);
}
