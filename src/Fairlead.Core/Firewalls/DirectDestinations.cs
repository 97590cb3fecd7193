using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Firewalls;

/// <summary>What the nodes of a site must reach without its proxy: themselves, each other, the API servers, pods, services and vCenter.</summary>
public static class DirectDestinations
{
    /// <returns>In reading order; none twice.</returns>
    public static IReadOnlyList<DirectDestination> Of(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return [.. All(site).DistinctBy(exception => exception.ToString())];
    }

    private static IEnumerable<DirectDestination> All(Site site)
    {
        yield return new(["localhost"], null, "");
        yield return new([".svc"], null, "");
        foreach (var segment in site.Segments.Where(segment => segment.IsInUse))
        {
            foreach (var prefix in segment.Prefixes)
                yield return new([], prefix.Value.Range, $"segment {segment.Name}");
        }

        foreach (var cluster in site.Clusters)
        {
            foreach (var ip in cluster.ControlPlaneIps)
                yield return new([], IpRange.Single(ip.Value), $"control plane of {cluster.Name}");
            foreach (var cidr in cluster.PodCidrs)
                yield return new([], cidr.Value.Range, "pods");
            foreach (var cidr in cluster.ServiceCidrs)
                yield return new([], cidr.Value.Range, "services");
        }

        if (!site.Spec.Infrastructure.TryGet(out var infrastructure) || !infrastructure.VCenter.TryGet(out var vcenter))
            yield break;
        var names = vcenter.Host.TryGet(out var host) ? new List<string> { host } : [];
        var range = vcenter.Address.TryGet(out var address) || IpAddr.TryParse(host, out address, out _) ? IpRange.Single(address) : (IpRange?)null;
        if (names.Count > 0 || range is not null)
            yield return new(names, range, "vCenter");
    }
}

/// <summary>One thing that has to pass a proxy by, by name, by address or by either.</summary>
/// <param name="Names">A name, or a domain with a leading point for all that is below it.</param>
/// <param name="Range">A prefix or a single address.</param>
/// <param name="Why">Whose it is; empty for what every list has.</param>
public sealed record DirectDestination(IReadOnlyList<string> Names, IpRange? Range, string Why)
{
    /// <summary>How a list that knows prefixes writes the range.</summary>
    public string? Network => Range is not { } range ? null : range.IsSingle ? range.First.ToString() : range.TryToPrefix(out var prefix) ? prefix.ToString() : range.ToString();

    /// <summary><c>10.20.0.0/22 (segment k8s)</c>, by the name where it has one.</summary>
    public override string ToString() => (Names.Count > 0 ? Names[0] : Network!) + (Why.Length > 0 ? $" ({Why})" : "");
}
