using Fairlead.Core.Importing;

namespace Fairlead.SiteFiles.Merging;

/// <summary>What a draft wants to stand at a place of a site file.</summary>
internal abstract record DraftNode;

/// <param name="IsNumber">Written without quotes.</param>
/// <param name="IsKept">Whatever stands there already is as good.</param>
internal sealed record DraftScalar(Drafted Value, bool IsNumber = false, bool IsKept = false) : DraftNode;

/// <param name="Comment">A line above it.</param>
internal sealed record DraftMapping(IReadOnlyList<KeyValuePair<string, DraftNode>> Fields, string? Comment = null) : DraftNode
{
    public DraftNode? this[string key] => Fields.FirstOrDefault(field => field.Key == key).Value;

    public string? TextOf(string key) => (this[key] as DraftScalar)?.Value.Text;
}

/// <param name="IsSet">More values may come beside those that stand there; otherwise the list is one value.</param>
/// <param name="IsOneOrMore">A single value is written without a list.</param>
internal sealed record DraftValues(IReadOnlyList<Drafted> Values, bool IsSet, bool IsOneOrMore = false) : DraftNode;

/// <param name="Kind">How an item is found again.</param>
internal sealed record DraftItems(IReadOnlyList<DraftMapping> Items, ItemKind Kind) : DraftNode;

internal enum ItemKind
{
    /// <summary>By <c>name</c>.</summary>
    Named,

    /// <summary>By name, by prefix or by the name that vSphere has for it.</summary>
    Segment,

    /// <summary>By <c>range</c>, and all together: two that adjoin are as good as one.</summary>
    Scope,

    /// <summary>By the addresses of <c>range</c>.</summary>
    Reserved,
}
