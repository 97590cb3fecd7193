using Fairlead.Core.Addressing;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Sites;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Proxies;

namespace Fairlead.Tests.Probes.Egress;

/// <summary>Ways as they might have been seen, for judgements.</summary>
internal static class EgressScene
{
    public const string Host = "mcr.microsoft.com";

    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static readonly IpAddr Address = IpAddr.Parse("20.1.2.3");

    public static readonly ProxyAddress Proxy = ProxyAddress.Parse("http://ops:geheim@proxy.contoso.com:3128")!;

    public static readonly EgressContext Nothing = new(new HashSet<IpAddr>(), null);

    public static Site SiteOf(string profile, string more = "") => Plans.Of($"""
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: {profile}
        region: westeurope
        {more}
        segments:
          - name: k8s
            prefix: 10.20.0.0/22
            addressing: {(profile == "aks-azure-local" ? "static" : "dhcp")}
        """).Estate.Sites.Single();

    public static EndpointQuestion Question(Site? site = null, string id = "mcr")
    {
        EndpointCatalog.Default.TryGet(id, out var endpoint);
        return new(site ?? SiteOf("aks-arc-vmware"), endpoint!, endpoint!.Host, endpoint.Host, endpoint.Port);
    }

    public static NameSeen Name(params string[] addresses) => new([.. addresses.Select(IpAddr.Parse)], "10.10.0.53 (madrid/k8s)", addresses.Length == 0 ? "there is no such name" : null);

    public static DialSeen Dial(TcpAnswer answer, string? address = null, IcmpNotice? notice = null) => new(address is null ? Address : IpAddr.Parse(address), new TcpReply(answer, notice), TimeSpan.FromMilliseconds(20));

    public static WaySeen Connected(ProxyAddress? proxy = null) => new() { Proxy = proxy, Name = Name("20.1.2.3"), Source = IpAddr.Parse("10.20.1.7"), Tries = [Dial(TcpAnswer.Connected)] };

    public static WaySeen Good(ProxyAddress? proxy = null) => Connected(proxy) with
    {
        Tunnel = proxy is null ? null : Http(200),
        Tls = Tls(TlsEnd.Established),
        Chain = Chain(ChainTrust.Public),
        Http = Http(403, "HTTP/2"),
    };

    public static TlsSeen Tls(TlsEnd end, string detail = "no octet came back", string protocol = "h2") => end == TlsEnd.Established ? new(end, "", "TLS 1.3", protocol, []) : new(end, detail, "", "", []);

    public static ChainSeen Chain(ChainTrust trust, string root = "CN=Some root") => new(trust, root, true, ["CN=" + Host, root], Now.AddDays(1), Now.AddDays(90), "breaks a rule: NotSignatureValid");

    public static HttpSeen Http(int status, string version = "HTTP/1.1", params KeyValuePair<string, string>[] fields) => new(new HttpHead(version, status, "", fields), "", Now, null);

    public static KeyValuePair<string, string> Date(DateTimeOffset date) => new("Date", date.ToString("r", System.Globalization.CultureInfo.InvariantCulture));

    public static EndpointSeen Seen(WaySeen? direct, WaySeen? proxied = null, EndpointQuestion? question = null)
    {
        var asked = question ?? Question();
        return new(asked, ProxyPlan.Of(asked.Site, ProxyEnvironment.Read(_ => null)), direct, proxied, Now, TimeSpan.FromSeconds(1));
    }
}
