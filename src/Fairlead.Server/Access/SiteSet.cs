using System.Collections.Frozen;

namespace Fairlead.Server.Access;

/// <summary>The sites that a grant is for: all, also those that come later, or those named.</summary>
public sealed class SiteSet
{
    private readonly FrozenSet<string>? _names;

    private SiteSet(FrozenSet<string>? names) => _names = names;

    public static SiteSet All { get; } = new(null);

    public static SiteSet Of(params IEnumerable<string> names) => new(names.ToFrozenSet(StringComparer.Ordinal));

    public bool IsAll => _names is null;

    /// <summary>In order; empty for all.</summary>
    public IReadOnlyList<string> Names => _names is null ? [] : [.. _names.Order(StringComparer.Ordinal)];

    public bool Contains(string site) => _names is null || _names.Contains(site);
}
