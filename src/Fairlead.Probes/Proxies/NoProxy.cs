using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Proxies;

/// <summary>Which hosts are reached without the proxy, as most clients read such a list: names with what is below them, networks, <c>*</c>.</summary>
internal sealed class NoProxy(IEnumerable<string> items)
{
    private readonly List<string> _items = [.. items.SelectMany(item => item.Split(',')).Select(item => item.Trim()).Where(item => item.Length > 0)];

    public bool Exempts(string host) => _items.Exists(item => Matches(item, host));

    public override string ToString() => string.Join(",", _items);

    private static bool Matches(string item, string host)
    {
        if (item == "*")
            return true;
        if (IpAddr.TryParse(host, out var address, out _))
            return IpRange.TryParse(item, out var range, out _) && range.Contains(address);
        var bare = item.StartsWith("*.", StringComparison.Ordinal) ? item[2..] : item.TrimStart('.');
        return bare.Length > 0
            && ((item[0] is not ('.' or '*') && host.Equals(bare, StringComparison.OrdinalIgnoreCase)) || host.EndsWith("." + bare, StringComparison.OrdinalIgnoreCase));
    }
}
