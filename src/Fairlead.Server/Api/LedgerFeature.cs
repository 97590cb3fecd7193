using Fairlead.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Api;

/// <summary>The ledger behind <c>/api/v1</c>.</summary>
public static class LedgerFeature
{
    internal const string Root = "/api/v1";

    public static ServerFeature Of(Ledger.Ledger ledger, Notices notices)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(notices);
        return new ServerFeature
        {
            Services = services => services.AddSingleton(ledger).AddSingleton(notices).AddSingleton(new EventFeed(ledger)),
            Endpoints = endpoints =>
            {
                SitesResource.Map(endpoints);
                PlanResource.Map(endpoints);
                ReservationsResource.Map(endpoints);
                ClaimsResource.Map(endpoints);
                HistoryResource.Map(endpoints);
                EventsResource.Map(endpoints);
                Notices.Map(endpoints, notices);
            },
            Json = ApiJson.Default,
            Readiness = [new LedgerReadiness(ledger)],
            Problems = LedgerProblems.Of,
        };
    }

    private sealed class LedgerReadiness(Ledger.Ledger ledger) : IReadinessCheck
    {
        public string Name => "ledger";

        public ValueTask<string?> FaultAsync(CancellationToken ct) => ValueTask.FromResult(ledger.Trouble);
    }
}
