using Fairlead.Probes.Proxies;

namespace Fairlead.Probes.Egress;

/// <summary>Everything that was seen of one endpoint.</summary>
/// <param name="Direct">Null for a wildcard, which has no name to ask.</param>
/// <param name="Proxied">Null when no proxy is there for it.</param>
/// <param name="At">When it was begun, by this machine's clock.</param>
internal sealed record EndpointSeen(EndpointQuestion Question, ProxyPlan Proxies, WaySeen? Direct, WaySeen? Proxied, DateTimeOffset At, TimeSpan Duration);

/// <summary>Everything that one run saw.</summary>
/// <param name="NoName">What the resolver said for a name that can't exist.</param>
internal sealed record EgressSeen(IReadOnlyList<EndpointSeen> Endpoints, NameSeen NoName);
