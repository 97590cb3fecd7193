using System.Runtime.CompilerServices;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Proxies;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>Asks the link of a run for DHCPv4 offers once, whichever families want to know.</summary>
public sealed class DhcpSurveys : IProxyOffers
{
    private readonly ConditionalWeakTable<CheckRequest, Lazy<Task<DhcpObservation>>> _surveys = [];

    public IReadOnlyList<Announcement> Announce(CheckRequest request) =>
        PlanOf(request) is { } plan
            ? [new($"DHCP DISCOVERs of {plan.Expected.Segment}, never a REQUEST", $"{plan.Link.Name} (broadcast)", DhcpQuestion.MostRounds, DhcpQuestion.Patience * DhcpQuestion.MostRounds)]
            : [];

    public async Task<IReadOnlyList<ProxyOffer>?> SeeAsync(CheckRequest request, CancellationToken ct)
    {
        if (PlanOf(request) is not { } plan)
            return null;
        var seen = await SeeAsync(request, plan, ct);
        return seen.IsBroken ? null : [.. seen.Offers.Where(offer => offer.ProxyAutoConfig is not null).Select(offer => new ProxyOffer(offer.Server.ToString(), offer.ProxyAutoConfig!)).Distinct()];
    }

    /// <param name="ct">Of the run: it is that of the first caller that counts.</param>
    internal Task<DhcpObservation> SeeAsync(CheckRequest request, DhcpPlan plan, CancellationToken ct) =>
        _surveys.GetValue(request, asked => new(() => DhcpQuestion.AskAsync(asked, plan.Link, [.. plan.Expected.Servers(IpFamily.V4).Select(server => server.Value)], ct))).Value;

    /// <returns>Null when nobody can be asked from here.</returns>
    private static DhcpPlan? PlanOf(CheckRequest request) => DhcpPlan.Of(request) is { AsksV4: true } plan && PacketSocket.IsPermitted() ? plan : null;
}
