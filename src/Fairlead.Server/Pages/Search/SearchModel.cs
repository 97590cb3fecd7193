using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;
using Fairlead.Ledger;

namespace Fairlead.Server.Pages.Search;

/// <summary>What was found, at most some hundred of each.</summary>
public sealed record SearchModel
{
    /// <summary>Empty: nothing was asked yet.</summary>
    public required string Text { get; init; }

    /// <summary>The range that was asked for; null when it was a name.</summary>
    public IpRange? Range { get; init; }

    /// <summary>Who has the range, by address space.</summary>
    public IReadOnlyList<SearchAnswer> Answers { get; init; } = [];

    public IReadOnlyList<Site> Sites { get; init; } = [];

    public IReadOnlyList<Segment> Segments { get; init; } = [];

    public IReadOnlyList<Cluster> Clusters { get; init; } = [];

    public IReadOnlyList<Claim> Claims { get; init; } = [];

    public IReadOnlyList<Holding> Holdings { get; init; } = [];

    public bool IsEmpty => Answers.Count + Sites.Count + Segments.Count + Clusters.Count + Claims.Count + Holdings.Count == 0;
}

/// <param name="Lookup">With what the caller may see.</param>
/// <param name="IsTaken">Somebody has a part of it, seen or not.</param>
/// <param name="HasMore">Claims of sites that the caller may not see are left out.</param>
public sealed record SearchAnswer(AddressLookup Lookup, IReadOnlyList<Holding> Holdings, bool IsTaken, bool HasMore)
{
    /// <summary>Nothing to do with this address space.</summary>
    public bool IsEmpty => !IsTaken && Lookup.Segments.Count == 0;
}
