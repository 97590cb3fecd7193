using System.Runtime.CompilerServices;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>Asks for DHCPv4 offers once in a run, whichever families want to know.</summary>
public sealed class DhcpSurveys
{
    private readonly ConditionalWeakTable<CheckRequest, Lazy<Task<DhcpObservation?>>> _surveys = [];

    /// <summary>What <see cref="SeeAsync"/> sends; none where it can't ask.</summary>
    internal static IReadOnlyList<Announcement> Announce(CheckRequest request) =>
        PlanOf(request) is { } plan
            ? [new($"DHCP DISCOVERs of {plan.Expected.Segment}, never a REQUEST", $"{plan.Link.Name} (broadcast)", DhcpQuestion.MostRounds, DhcpQuestion.Patience * DhcpQuestion.MostRounds)]
            : [];

    /// <param name="ct">Of the run: it is that of the first caller that counts.</param>
    /// <returns>The same for every caller with the same request; null when this machine can't ask.</returns>
    internal Task<DhcpObservation?> SeeAsync(CheckRequest request, CancellationToken ct) =>
        _surveys.GetValue(request, asked => new(() => AskAsync(asked, ct))).Value;

    private static async Task<DhcpObservation?> AskAsync(CheckRequest request, CancellationToken ct)
    {
        if (PlanOf(request) is not { } plan)
            return null;
        var servers = plan.Expected.Servers(IpFamily.V4).Select(server => server.Value).ToList();
        return await DhcpQuestion.AskAsync(request, plan.Link, servers, ct);
    }

    private static DhcpPlan? PlanOf(CheckRequest request) => DhcpPlan.Of(request) is { AsksV4: true } plan && PacketSocket.IsPermitted() ? plan : null;
}
