using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>Ports that have to be open between machines of a site.</summary>
public sealed record PortRule
{
    /// <summary>Stable; the way to refer to a rule.</summary>
    public required string Id { get; init; }

    /// <summary>It holds only for a site that has a resource bridge; else for one that has clusters.</summary>
    public required bool NeedsBridge { get; init; }

    /// <summary>Names of the profiles that have it.</summary>
    public required IReadOnlyList<string> Profiles { get; init; }

    public required MachineKind From { get; init; }

    public required MachineKind To { get; init; }

    /// <summary>Connections are opened from either side.</summary>
    public required bool IsBothWays { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>tcp+udp</c>.</summary>
    public required string Protocol { get; init; }

    public required IReadOnlyList<int> Ports { get; init; }

    public required string Why { get; init; }

    /// <summary>Needed only then; null: always.</summary>
    public string? Condition { get; init; }

    public required PortSource Source { get; init; }

    public required Mark Mark { get; init; }

    public string? Note { get; init; }
}

/// <summary>Machines as the lists speak of them; which addresses they have is the site's to say.</summary>
/// <param name="Id">For example <c>appliance-vm</c>.</param>
/// <param name="Name">For tables.</param>
/// <param name="Description">In words.</param>
public sealed record MachineKind(string Id, string Name, string Description);

/// <summary>The page that a port rule comes from.</summary>
/// <param name="Id">Short, for tables.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Citation">Repository, path and date.</param>
public sealed record PortSource(string Id, string Title, string Citation);
