namespace Fairlead.Server.Hosting;

/// <summary>The request came by a trusted proxy.</summary>
/// <param name="IsLocal">On loopback, where a proxy need not say that it ended TLS.</param>
internal sealed record ByProxy(bool IsLocal);
