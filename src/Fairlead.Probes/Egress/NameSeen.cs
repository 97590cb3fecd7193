using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Egress;

/// <summary>What a name was said to be.</summary>
/// <param name="Addresses">Empty exactly when there is a fault.</param>
/// <param name="Server">Who said it, in words: <c>10.10.0.53 (madrid/k8s-prod)</c>, <c>this machine's resolver</c>.</param>
/// <param name="Fault">Such as <c>there is no such name</c>.</param>
internal sealed record NameSeen(IReadOnlyList<IpAddr> Addresses, string Server, string? Fault);

/// <summary>Asks for the addresses of a name. A fault of the network is an answer.</summary>
internal interface IHostResolver
{
    /// <summary>Who will be asked, in words.</summary>
    string Servers { get; }

    Task<NameSeen> ResolveAsync(string host, CancellationToken ct);
}
