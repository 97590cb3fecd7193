namespace Fairlead.Core.Rules;

/// <summary>A rule as the catalogue states it. Ids are stable for ever; a retired id is never used again.</summary>
/// <param name="Id"><c>FLnnnn</c>; the first digit is the family.</param>
/// <param name="Name">Kebab-case, as stable as the id.</param>
/// <param name="Summary">When it fires, in one sentence.</param>
/// <param name="Severities">How much it matters by profile; a profile that is missing here is not judged.</param>
public sealed record RuleInfo(string Id, string Name, string Summary, RuleSeverities Severities)
{
    /// <summary>A rule about input that can't be used; it can't be overridden.</summary>
    public bool IsInputRule => Id.StartsWith("FL0", StringComparison.Ordinal);

    /// <summary>A rule that speaks only where outside systems were read.</summary>
    public bool NeedsObservation => Id.StartsWith("FL86", StringComparison.Ordinal);

    /// <summary>Where the rule's page stands in the repository.</summary>
    public string Help => $"docs/rules/{Id}.md";
}
