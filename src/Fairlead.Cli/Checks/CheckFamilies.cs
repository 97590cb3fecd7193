using Fairlead.Probes.Arp;
using Fairlead.Probes.Dhcp;
using Fairlead.Probes.Dns;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Proxies;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Checks;

/// <summary>Every family of live questions, in the order of their rules.</summary>
internal static class CheckFamilies
{
    /// <summary>The families dhcp and proxy look at the same offers.</summary>
    private static readonly DhcpSurveys Offers = new();

    /// <summary>The families egress and proxy look at the same connections.</summary>
    private static readonly EgressSurveys Ways = new();

    public static IReadOnlyList<ICheckFamily> All { get; } = [new ArpFamily(), new DhcpFamily(Offers), new DnsFamily(), new EgressFamily(Ways), new ProxyFamily(Ways, Offers), new PathFamily()];

    /// <param name="names">None: all.</param>
    public static IReadOnlyList<ICheckFamily> Named(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? All : [.. All.Where(family => names.Contains(family.Name))];
}
