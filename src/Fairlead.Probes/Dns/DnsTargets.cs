using System.Security.Cryptography;
using Fairlead.Core.Addressing;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dns;

/// <summary>Whom to ask about which names, from the site file and the endpoint catalogue alone.</summary>
internal static class DnsTargets
{
    /// <summary>Public names are asked as a sample: whether every endpoint resolves is the business of the family <c>egress</c>.</summary>
    private const int PublicNames = 3;

    /// <summary>The servers of the segments asked about, each address once.</summary>
    public static IReadOnlyList<DnsServer> Servers(CheckRequest request) =>
    [
        .. request.Segments
            .SelectMany(segment => segment.Spec.DnsServers.Or([]).Select(server => new DnsServer(server.Value, server.Subject, server.At, segment)))
            .DistinctBy(server => server.Address),
    ];

    /// <summary>The names that the machines of a site need, internal ones first; each once.</summary>
    public static IReadOnlyList<DnsNameToAsk> Names(Site site) => [.. Internal(site).Concat(Public(site)).DistinctBy(name => name.Name)];

    /// <summary>A label that nobody has, and that says in a server's log who asked.</summary>
    public static string RandomLabel() => $"fairlead-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    private static IEnumerable<DnsNameToAsk> Internal(Site site)
    {
        if (site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.VCenter.TryGet(out var vcenter) && vcenter.Host.TryGet(out var host) && IsName(host))
            yield return new(Bare(host), "vCenter", vcenter.Address.TryGet(out var address) ? [address] : [], true, false);
        if (!site.Spec.Proxy.TryGet(out var proxy))
            yield break;
        foreach (var field in new[] { proxy.Http, proxy.Https })
        {
            if (field.TryGet(out var url) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.HostNameType == UriHostNameType.Dns)
                yield return new(Bare(uri.IdnHost), "the proxy", [], true, false);
        }
    }

    private static IEnumerable<DnsNameToAsk> Public(Site site) =>
        FirewallPlan.Of(site).Egress
            .Where(rule => !rule.IsConditional && rule.Protocol == "tcp" && rule.Host is { } host && !host.Contains('*', StringComparison.Ordinal))
            .Select(rule => rule.Host!)
            .DistinctBy(Registrable)
            .Take(PublicNames)
            .Select(host => new DnsNameToAsk(host, "an endpoint that clusters need", [], false, site.Spec.Proxy.HasValue));

    /// <summary>The name below the public suffix: one sample of each owner is enough.</summary>
    private static string Registrable(string host)
    {
        var labels = host.Split('.');
        for (var first = 1; first < labels.Length; first++)
        {
            if (PublicSuffixes.IsPublicSuffix(string.Join('.', labels[first..])))
                return string.Join('.', labels[(first - 1)..]);
        }

        return host;
    }

    private static bool IsName(string host) => !IpAddr.TryParse(host, out _, out _);

    private static string Bare(string host) => host.TrimEnd('.').ToLowerInvariant();
}
