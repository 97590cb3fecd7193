using Fairlead.Core.Addressing;
using Fairlead.Core.Firewalls;
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
        var missing = list.Missing(site).ToList();
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

    /// <summary>What the nodes need and the list does not cover.</summary>
    private IEnumerable<string> Missing(Site site) => DirectDestinations.Of(site).Where(exception => !Covers(exception)).Select(exception => exception.ToString());

    private bool Covers(DirectDestination exception) =>
        exception.Names.Any(name => CoversName(name[0] == '.' ? "x" + name : name)) || (exception.Range is { } range && Covers(range));

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
