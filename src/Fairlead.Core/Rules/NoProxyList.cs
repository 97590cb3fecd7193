using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>A proxy exception list, read as clients read it: names match with what is below them, networks match addresses.</summary>
internal sealed class NoProxyList
{
    private readonly List<string> _items;
    private readonly List<string> _trimmed;
    private readonly IpSet _networks;

    private NoProxyList(IReadOnlyList<Located<string>> written)
    {
        _items = [.. written.SelectMany(item => item.Value.Split(','))];
        _trimmed = [.. _items.Select(item => item.Trim()).Where(item => item.Length > 0)];
        _networks = IpSet.Of(_trimmed.Select(item => IpRange.TryParse(item, out var range, out _) ? range : default).Where(range => !range.IsNone));
    }

    /// <summary>What is missing or malformed, as parts of one sentence.</summary>
    public static IReadOnlyList<string> Faults(Site site, IReadOnlyList<Located<string>> written)
    {
        var list = new NoProxyList(written);
        var faults = new List<string>();
        var missing = list.Missing(site).Distinct().ToList();
        if (missing.Count > 0)
            faults.Add($"lack {string.Join(", ", missing)}");
        if (list._items.Exists(item => item.Length > 0 && item.Any(char.IsWhiteSpace)))
            faults.Add("contain spaces, which most clients take for a part of the name");
        if (list._items.Exists(item => item.Trim().StartsWith("*.", StringComparison.Ordinal)))
            faults.Add("write '*.' where clients expect a leading dot");
        if (list._items.Exists(item => item.Length == 0))
            faults.Add("contain an empty item");
        return faults;
    }

    private IEnumerable<string> Missing(Site site)
    {
        if (!CoversName("localhost"))
            yield return "localhost";
        if (!CoversName("x.svc"))
            yield return ".svc";
        foreach (var segment in site.Segments.Where(segment => segment.IsInUse))
        {
            foreach (var prefix in segment.Prefixes.Where(prefix => !Covers(prefix.Value.Range)))
                yield return $"{prefix.Value} (segment {segment.Name})";
        }

        foreach (var cluster in site.Clusters)
        {
            foreach (var ip in cluster.ControlPlaneIps.Where(ip => !Covers(IpRange.Single(ip.Value))))
                yield return $"{ip.Value} (control plane of {cluster.Name})";
            foreach (var cidr in cluster.PodCidrs.Where(cidr => !Covers(cidr.Value.Range)))
                yield return $"{cidr.Value} (pods)";
            foreach (var cidr in cluster.ServiceCidrs.Where(cidr => !Covers(cidr.Value.Range)))
                yield return $"{cidr.Value} (services)";
        }

        if (site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.VCenter.TryGet(out var vcenter) && !Covers(vcenter))
            yield return $"{(vcenter.Host.TryGet(out var host) ? host : vcenter.Address.Value.ToString())} (vCenter)";
    }

    private bool Covers(VCenterSpec vcenter)
    {
        var isWritten = vcenter.Host.HasValue || vcenter.Address.HasValue;
        return !isWritten
            || (vcenter.Host.TryGet(out var host) && (CoversName(host) || (IpAddr.TryParse(host, out var literal, out _) && Covers(IpRange.Single(literal)))))
            || (vcenter.Address.TryGet(out var address) && Covers(IpRange.Single(address)));
    }

    private bool CoversName(string name) => _trimmed.Exists(item => item == "*" || IsSuffix(item, name));

    private static bool IsSuffix(string item, string name)
    {
        var bare = item.StartsWith("*.", StringComparison.Ordinal) ? item[2..] : item.TrimStart('.');
        return bare.Length > 0
            && ((name.Equals(bare, StringComparison.OrdinalIgnoreCase) && item[0] != '.')
                || name.EndsWith("." + bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Several items may cover a range together.</summary>
    private bool Covers(IpRange range) => _trimmed.Contains("*") || _networks.Contains(range);
}
