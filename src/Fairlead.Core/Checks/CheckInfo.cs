namespace Fairlead.Core.Checks;

/// <summary>A live question as the catalogue states it. Ids are stable for ever; a retired one is never used again.</summary>
/// <param name="Rule"><c>FL8nnn</c>; the third character is the family's: 0 arp, 1 dhcp, 2 dns, 3 egress, 4 proxy, 5 path.</param>
/// <param name="Id"><c>family.name</c>, both in kebab-case.</param>
/// <param name="Summary">What is asked, and when it fails, in one sentence.</param>
public sealed record CheckInfo(string Rule, string Id, string Summary)
{
    /// <summary>What <c>--only</c> takes.</summary>
    public string Family => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Where its page stands in the repository.</summary>
    public string Help => $"docs/rules/{Rule}.md";
}
