namespace Fairlead.Core.Endpoints;

/// <summary>What a firewall has to let out.</summary>
/// <param name="Endpoint">The catalogue's entry; the first where several come to the same.</param>
/// <param name="Host">With the region filled in.</param>
/// <param name="Port">Of the destination.</param>
public sealed record RequiredEndpoint(Endpoint Endpoint, string Host, int Port);
