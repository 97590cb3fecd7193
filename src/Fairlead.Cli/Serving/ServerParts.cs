using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Fairlead.Server.Observing;
using Fairlead.Server.Pages;

namespace Fairlead.Cli.Serving;

/// <summary>What the server of <c>up</c> and <c>serve</c> is composed of.</summary>
internal static class ServerParts
{
    public static IReadOnlyList<ServerFeature> Of(Ledger.Ledger ledger, Notices notices, Watching watching) => [LedgerFeature.Of(ledger, notices, watching), PagesFeature.Create()];
}
