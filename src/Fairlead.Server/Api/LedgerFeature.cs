using Fairlead.Server.Hosting;
using Fairlead.Server.Observing;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Api;

/// <summary>The ledger behind <c>/api/v1</c>.</summary>
public static class LedgerFeature
{
    internal const string Root = "/api/v1";

    /// <param name="watching">What the server reads for its sites; null: nothing.</param>
    public static ServerFeature Of(Ledger.Ledger ledger, Notices notices, Watching? watching = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(notices);
        return new ServerFeature
        {
            Services = services =>
            {
                services.AddSingleton(ledger).AddSingleton(notices).AddSingleton(new EventFeed(ledger));
                services.AddSingleton(watching ?? Watching.Nothing).AddSingleton<ObservedSites>().AddSingleton<ObservingMeter>().AddHostedService<Observer>();
            },
            Endpoints = endpoints =>
            {
                SitesResource.Map(endpoints);
                AppliedResource.Map(endpoints);
                SourcesResource.Map(endpoints);
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
