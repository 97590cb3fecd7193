using Fairlead.Core.Addressing;

namespace Fairlead.Core.Importing;

/// <summary>What a user says about a site that observations are to become.</summary>
public sealed record DraftRequest
{
    public required string Name { get; init; }

    /// <summary>Null: what a template says, or <c>kubernetes-vsphere</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>How the file came about, for its first comment.</summary>
    public required string Origin { get; init; }

    /// <summary>vSphere's names (or paths, or ids) of the networks that become segments; with any, nothing else becomes one.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Prefixes of those networks, where no source knows them.</summary>
    public IReadOnlyList<IpPrefix> Prefixes { get; init; } = [];

    /// <summary>Segments that the site has already: a cluster of a template may stand on one.</summary>
    public IReadOnlyList<string> KnownSegments { get; init; } = [];
}
