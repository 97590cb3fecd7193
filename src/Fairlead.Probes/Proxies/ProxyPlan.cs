using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Probes.Proxies;

/// <summary>Which proxy the machines of a site are to use, and for what.</summary>
/// <param name="Source">Where that is written: <c>the site file</c> or <c>the environment</c>.</param>
internal sealed record ProxyPlan(ProxyAddress? Http, ProxyAddress? Https, NoProxy NoProxy, string Source, bool IsOfSite)
{
    public bool IsEmpty => Http is null && Https is null;

    /// <summary>The site file's, else the environment's.</summary>
    public static ProxyPlan Of(Site site, ProxyEnvironment environment)
    {
        if (site.Spec.Proxy.TryGet(out var proxy) && (proxy.Http.HasValue || proxy.Https.HasValue))
            return OfSite(proxy);
        return new(environment.Http, environment.Https, environment.NoProxy, "the environment", false);
    }

    /// <returns>Null when the host is reached without one, or with one that is not spoken to (HTTPS, SOCKS).</returns>
    public ProxyAddress? For(string host, bool isTls) => !NoProxy.Exempts(host) && (isTls ? Https : Http) is { IsHttp: true } proxy ? proxy : null;

    private static ProxyPlan OfSite(ProxySpec proxy)
    {
        var http = proxy.Http.TryGet(out var plain) ? ProxyAddress.Parse(plain) : null;
        var https = proxy.Https.TryGet(out var secure) ? ProxyAddress.Parse(secure) : null;
        return new(http, https, new NoProxy(proxy.NoProxy.Or([]).Select(item => item.Value)), "the site file", true);
    }
}
