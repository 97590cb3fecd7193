using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>Something outside that machines of a site have to reach.</summary>
public sealed record Endpoint
{
    /// <summary>Stable; the way to refer to an endpoint.</summary>
    public required string Id { get; init; }

    /// <summary>The name to allow, lower case: <c>mcr.microsoft.com</c>, <c>*.data.mcr.microsoft.com</c>, <c>{vcenter}</c>.</summary>
    public required string Host { get; init; }

    public required HostKind Kind { get; init; }

    /// <summary>Spelling on the AKS on VMware page, for its rows only. A leading dot there means any sub-domain.</summary>
    public string? AsPrinted { get; init; }

    public required int Port { get; init; }

    public required EndpointProtocol Protocol { get; init; }

    /// <summary>The connection is upgraded to WebSockets, which a middlebox may refuse although TLS passes.</summary>
    public bool WebSocket { get; init; }

    /// <summary>The host of one region, with <c>{region}</c> or <c>{regionShort}</c> in it.</summary>
    public string? RegionTemplate { get; init; }

    /// <summary>A published member of a wildcard, to be tried by a probe; never the text of a firewall rule.</summary>
    public string? ProbeHost { get; init; }

    /// <summary>Id of the wildcard endpoint that matches this one too.</summary>
    public string? CoveredBy { get; init; }

    /// <summary>The rows it was taken from, never empty.</summary>
    public required IReadOnlyList<EndpointSource> Sources { get; init; }

    public required string Purpose { get; init; }

    public required Mark PurposeMark { get; init; }

    public string? Note { get; init; }

    /// <summary>At least one list asks for it without a condition.</summary>
    public bool IsUnconditional => Sources.Any(source => source.Condition is null);
}
