using System.Text.Json.Serialization.Metadata;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Hosting;

/// <summary>A part that the server is composed of: resources of the API, the pages.</summary>
public sealed record ServerFeature
{
    public Action<IServiceCollection>? Services { get; init; }

    public Action<IEndpointRouteBuilder>? Endpoints { get; init; }

    /// <summary>A context generated from source for every type that its endpoints read or write.</summary>
    public IJsonTypeInfoResolver? Json { get; init; }

    public IReadOnlyList<IReadinessCheck> Readiness { get; init; } = [];

    /// <summary>What an exception of this part means to a client; null for those that are none of its.</summary>
    public Func<Exception, Problem?>? Problems { get; init; }
}
