namespace Fairlead.Core.Firewalls;

/// <summary>One line of what a firewall has to let through.</summary>
public sealed record FirewallRule
{
    public required IReadOnlyList<Machines> From { get; init; }

    /// <summary>Machines of the site; null where the destination is <see cref="Host"/>.</summary>
    public Machines? To { get; init; }

    /// <summary>A name outside, with the region filled in: <c>mcr.microsoft.com</c>, <c>*.blob.core.windows.net</c>.</summary>
    public string? Host { get; init; }

    /// <summary>The published name, where filling in the region made it another.</summary>
    public string? PublishedAs { get; init; }

    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>tcp+udp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Connections are opened from either side.</summary>
    public bool IsBothWays { get; init; }

    public required string Why { get; init; }

    /// <summary>When it is needed at all, or from whom else in addition; null: always, and from nobody else.</summary>
    public string? Condition { get; init; }

    /// <summary>Only then: without the condition nothing of it is needed.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Some part of it is reasoned, not printed.</summary>
    public bool IsInferred { get; init; }

    public string? Note { get; init; }

    /// <summary>Where it is printed.</summary>
    public required IReadOnlyList<FirewallSource> Sources { get; init; }
}

/// <summary>Machines of a site and their addresses.</summary>
/// <param name="Name">For tables: <c>bridge nodes</c>.</param>
/// <param name="Description">In words.</param>
/// <param name="Addresses">Ranges, prefixes or names; empty where the site file does not say.</param>
public sealed record Machines(string Name, string Description, IReadOnlyList<string> Addresses);

/// <summary>A document, and its row where it is a list.</summary>
/// <param name="Document">Short name of the document.</param>
/// <param name="Row">From 1; null: no list.</param>
/// <param name="Title">Of the document.</param>
/// <param name="Citation">Repository, path and date.</param>
public sealed record FirewallSource(string Document, int? Row, string Title, string Citation);
