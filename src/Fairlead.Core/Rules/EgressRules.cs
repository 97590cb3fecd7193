using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL6: proxy, firewall and region.</summary>
internal static class EgressRules
{
    private const int DefaultPort = 443;

    public static void Check(RuleContext context)
    {
        foreach (var site in context.Estate.Sites)
        {
            ProxyNotSupported(site, context);
            NoProxyIncomplete(site, context);
            RegionNotSupported(site, context);
            if (!site.Spec.Firewall.TryGet(out var firewall) || !firewall.Allow.IsWritten || site.Profile.SupportedRegions is null)
                continue;
            EndpointNotAllowed(site, firewall, context);
            EndpointRegionHardCoded(site, context);
            AllowRuleTooWide(site, firewall, context);
        }
    }

    private static bool HasProxy(Site site, out ProxySpec proxy) =>
        site.Spec.Proxy.TryGet(out proxy!) && (proxy.Http.IsWritten || proxy.Https.IsWritten);

    private static void ProxyNotSupported(Site site, RuleContext context)
    {
        if (HasProxy(site, out var proxy) && site.Profile.ProxySupported is { Value: false })
            context.Report(RuleCatalog.ProxyNotSupported, site, proxy, $"Site {site} has a proxy; {site.Profile.Title} can't create clusters behind one.", "let the nodes out directly through the firewall, and remove the proxy");
    }

    private static void NoProxyIncomplete(Site site, RuleContext context)
    {
        if (!HasProxy(site, out var proxy) || !proxy.NoProxy.IsSound)
            return;
        var faults = NoProxyList.Faults(site, proxy.NoProxy.Or([]));
        if (faults.Count == 0)
            return;
        var at = proxy.NoProxy.IsWritten ? proxy.NoProxy.At : proxy.At;
        context.Report(RuleCatalog.NoProxyIncomplete, site, proxy.Subject.Field("noProxy"), at, $"The proxy exceptions of site {site} {string.Join("; ", faults)}.", "complete noProxy: names with a leading dot, networks as prefixes, no spaces");
    }

    private static void EndpointNotAllowed(Site site, FirewallSpec firewall, RuleContext context)
    {
        if (!firewall.Allow.IsSound)
            return;
        var rules = firewall.Allow.Value;
        foreach (var endpoint in EndpointCatalog.Default.Required(site.Region))
        {
            if (!rules.Any(rule => rule.Port.Or(DefaultPort) == endpoint.Port && HostPattern.Covers(rule.Host.Value, endpoint.Host)))
                context.Report(RuleCatalog.EndpointNotAllowed, site, firewall.Allow, string.Create(CultureInfo.InvariantCulture, $"The firewall does not let out {endpoint.Host}:{endpoint.Port} ({endpoint.Endpoint.Purpose.TrimEnd('.')})."), string.Create(CultureInfo.InvariantCulture, $"add {{host: \"{endpoint.Host}\", port: {endpoint.Port}}}"));
        }
    }

    private static void AllowRuleTooWide(Site site, FirewallSpec firewall, RuleContext context)
    {
        foreach (var rule in firewall.Allow.Or([]))
        {
            var host = rule.Host.Value;
            if (EndpointCatalog.Default.IsTooWide(host))
                context.Report(RuleCatalog.AllowRuleTooWide, site, rule, $"The firewall rule {host} lets out everything below a whole public suffix.", "name the hosts or domains that are needed");
            else if (rule.Port.IsSound && !EndpointCatalog.Default.AnyEndpointNeeds(host, rule.Port.Or(DefaultPort), site.Region))
                context.Report(RuleCatalog.AllowRuleTooWide, site, rule, string.Create(CultureInfo.InvariantCulture, $"No endpoint of the catalogue needs the firewall rule {host}:{rule.Port.Or(DefaultPort)}."), "remove it unless something else needs it", Severity.Info);
        }
    }

    private static void RegionNotSupported(Site site, RuleContext context)
    {
        if (site.Spec.Region.TryGet(out var region) && site.Profile.SupportedRegions is { } supported && !IsSupported(site))
            context.Report(RuleCatalog.RegionNotSupported, site, site.Spec.Region, $"{site.Profile.Title} can't be deployed in region {region}.", $"use one of {string.Join(", ", supported.Value.Select(known => known.Name))}");
    }

    private static void EndpointRegionHardCoded(Site site, RuleContext context)
    {
        if (site.Region is { Name: not "eastus" } region && IsSupported(site))
            context.Report(RuleCatalog.EndpointRegionHardCoded, site, site.Spec.Region, $"The printed endpoint list names the East US host of the hybrid identity service; in {region.DisplayName} it is {region.ShortName.Value}.his.arc.azure.com.", $"allow {region.ShortName.Value}.his.arc.azure.com, or *.his.arc.azure.com");
    }

    private static bool IsSupported(Site site) =>
        site.Region is { } region && site.Profile.SupportedRegions!.Value.Any(supported => supported.Name == region.Name);
}
