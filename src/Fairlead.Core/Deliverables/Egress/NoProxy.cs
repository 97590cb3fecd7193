using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>
/// What goes past the proxy, in the forms that products take it: they agree on nothing but the purpose. Networks are understood by programs in Go (golang.org/x/net/http/httpproxy) and by curl
/// since 7.86; Java (http.nonProxyHosts) and Windows (a WinHTTP bypass list) know names with asterisks alone; .NET and Python's urllib compare ends of names.
/// </summary>
internal static class NoProxy
{
    /// <summary>Addresses that a list without networks may name one by one; more would not be kept by any product.</summary>
    private const int MostSingles = 64;

    /// <summary>With asterisks, for one network.</summary>
    private const int MostPatterns = 32;

    public static RenderTarget Target { get; } = new("no-proxy", DeliveryStep.Cluster, "What goes past the proxy, in the form of each product.", Render);

    /// <summary>For whoever understands networks.</summary>
    public static string List(Site site) => string.Join(',', Items(site));

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (site, folder) in request.NamedSites)
        {
            var head = $"What nodes of {Excerpt.Of(site.Name)} reach without the proxy, made by Fairlead";
            var list = List(site);
            files.Add(new($"{folder}/environment", $"# {head}: for /etc/environment, and for k3s and RKE2 /etc/default/rke2-server, /etc/default/rke2-agent, /etc/systemd/system/k3s.service.env.\nNO_PROXY={list}\nno_proxy={list}\n"));
            files.Add(new($"{folder}/no-proxy.conf", $"# {head}: a drop-in of systemd for containerd and kubelet, such as /etc/systemd/system/containerd.service.d/no-proxy.conf.\n[Service]\nEnvironment=\"NO_PROXY={list}\"\n"));
            files.Add(new($"{folder}/azure-arc.sh", $"# {head}: beside the other arguments of az connectedk8s connect; and as 'noproxy' in the file of az arcappliance createconfig.\naz connectedk8s connect --proxy-skip-range '{list}'\n"));
            files.Add(new($"{folder}/java.properties", $"# {head}: for java -D, or a file of properties.\nhttp.nonProxyHosts={string.Join('|', Wildcards(site))}\n"));
            files.Add(new($"{folder}/windows.cmd", $":: {head}. It replaces the list; the proxy is named in the same command.\r\nnetsh winhttp set proxy proxy-server=\"%HTTPS_PROXY_HOST_AND_PORT%\" bypass-list=\"{string.Join(';', Wildcards(site))}\"\r\n") { Comment = "::" });
            files.Add(new($"{folder}/names-only", $"# {head}: for .NET, Python's urllib and curl before 7.86, which know no networks.\nNO_PROXY={string.Join(',', Singles(site))}\n"));
            losses.AddRange(LossesOf(site));
        }

        return new(files, losses);
    }

    private static IEnumerable<string> LossesOf(Site site)
    {
        var wide = Ranges(site).Where(range => range.Family == IpFamily.V4 && !range.IsSingle && Patterns(range) is null).ToList();
        if (wide.Count > 0)
            yield return $"Site {site.Name}: Java and Windows know no networks, and {List(wide)} would take too many asterisks: the nearest network of whole octets around each stands there, so more goes past the proxy than is needed.";
        var six = Ranges(site).Where(range => range.Family == IpFamily.V6).ToList();
        if (six.Count > 0)
            yield return $"Site {site.Name}: lists of Java and Windows have no form for IPv6, so {List(six)} {(six.Count == 1 ? "is" : "are")} not in them.";
        var lost = Ranges(site).Where(range => range.Count > MostSingles).ToList();
        if (lost.Count > 0)
            yield return $"Site {site.Name}: programs that know no networks (.NET, Python's urllib, curl before 7.86) send requests for addresses of {List(lost)} to the proxy; give them names below a domain of the list.";
        if (Items(site).Any(item => item.Contains("::", StringComparison.Ordinal)))
            yield return $"Site {site.Name}: IPv6 addresses stand in these lists without brackets; some programs expect them, and none says so.";

        static string List(IEnumerable<IpRange> ranges) => string.Join(", ", ranges.Select(range => range.TryToPrefix(out var prefix) ? prefix.ToString() : range.ToString()));
    }

    private static IEnumerable<IpRange> Ranges(Site site) => DirectDestinations.Of(site).Select(destination => destination.Range).OfType<IpRange>();

    private static IEnumerable<string> Items(Site site) => Names(site).Concat(DirectDestinations.Of(site).Select(destination => destination.Network).OfType<string>()).Distinct();

    /// <summary>Loopback first: not every program takes localhost for its addresses.</summary>
    private static IEnumerable<string> Names(Site site) => DirectDestinations.Of(site).SelectMany(destination => destination.Names).Select(name => PlainText.Host(name, site.Spec.Subject)).Prepend("::1").Prepend("127.0.0.1");

    private static IEnumerable<string> Wildcards(Site site) => Names(site).Where(name => name != "::1").Select(name => name[0] == '.' ? "*" + name : name)
        .Concat(Ranges(site).Where(range => range.Family == IpFamily.V4).SelectMany(range => range.IsSingle ? [range.First.ToString()] : Patterns(range) ?? [Around(range)])).Distinct();

    private static IEnumerable<string> Singles(Site site) => Names(site)
        .Concat(Ranges(site).Where(range => range.Count <= MostSingles).SelectMany(AddressesOf)).Distinct();

    private static IEnumerable<string> AddressesOf(IpRange range)
    {
        var address = range.First;
        do
            yield return address.ToString();
        while (address != range.Last && address.TryNext(out address));
    }

    /// <summary>By whole octets, as <c>10.20.0.*</c>; null where that takes too many.</summary>
    private static List<string>? Patterns(IpRange range)
    {
        if (range.Family != IpFamily.V4 || !range.TryToPrefix(out var prefix) || prefix.Length == 0)
            return null;
        var octets = (prefix.Length + 7) / 8;
        var patterns = 1 << ((octets * 8) - prefix.Length);
        if (patterns > MostPatterns)
            return null;
        var first = range.First.ToString().Split('.').Select(octet => int.Parse(octet, CultureInfo.InvariantCulture)).ToArray();
        return [.. Enumerable.Range(first[octets - 1], patterns).Select(last => Pattern([.. first[..(octets - 1)], last]))];
    }

    private static string Around(IpRange range) => Pattern([.. range.First.ToString().Split('.').Zip(range.Last.ToString().Split('.')).TakeWhile(octets => octets.First == octets.Second).Select(octets => int.Parse(octets.First, CultureInfo.InvariantCulture))]);

    private static string Pattern(IReadOnlyList<int> octets)
    {
        var text = new StringBuilder();
        text.AppendJoin('.', octets);
        return octets.Count == 4 ? text.ToString() : text.Append(octets.Count == 0 ? "*" : ".*").ToString();
    }
}
