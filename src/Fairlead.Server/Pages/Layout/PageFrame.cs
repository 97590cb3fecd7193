using Fairlead.Server.Access;
using Fairlead.Server.Api;

namespace Fairlead.Server.Pages.Layout;

/// <summary>What stands around the content of every page.</summary>
public sealed record PageFrame
{
    /// <summary>For the window's title and the first heading.</summary>
    public required string Title { get; init; }

    public required PageSection Section { get; init; }

    /// <summary>Null on the page that asks for a token.</summary>
    public Caller? Caller { get; init; }

    /// <summary>Path and query of this page; empty where reading it again would not show the same (what a form was answered with).</summary>
    public string Address { get; init; } = "";

    /// <summary>The site that the page is about; null: all that the caller may see.</summary>
    public string? Site { get; init; }

    public Theme Theme { get; init; }

    /// <summary>The hidden field of forms (<see cref="CrossSiteGuard.ProofField"/>).</summary>
    public string? Proof { get; init; }

    /// <summary>The last history entry that the page shows; what comes after it is news.</summary>
    public long LastEntry { get; init; }

    /// <summary>What was asked for in the search box.</summary>
    public string Search { get; init; } = "";

    /// <summary>What is the matter, whatever the page is about.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Above the heading, from the outside in.</summary>
    public IReadOnlyList<Crumb> Trail { get; init; } = [];

    public bool MayReserve(string site) => Caller?.May(Scope.Reserve, site) == true;
}

/// <summary>A place above the page.</summary>
public sealed record Crumb(string Name, string Address);

/// <summary>The parts of the page, each for one site and for all of them.</summary>
public enum PageSection
{
    None,
    Sites,
    Map,
    Clusters,
    Reservations,
    Findings,
    History,
}

public enum Theme
{
    /// <summary>As the device has it.</summary>
    Auto,
    Light,
    Dark,
}
