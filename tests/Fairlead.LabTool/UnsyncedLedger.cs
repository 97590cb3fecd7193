using Fairlead.Ledger;
using Fairlead.Ledger.Sqlite;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;

/// <summary>What Fairlead never is: a server whose ledger does not sync. The tests of durability must see it fail.</summary>
internal static class UnsyncedLedger
{
    public static async Task<int> ServeAsync(string folder)
    {
        var time = TimeProvider.System;
        await using var ledger = await Ledger.OpenAsync(new SqliteLedgerStore(Path.Combine(folder, "ledger.db")) { Synchronous = "OFF" }, time, CancellationToken.None);
        await using var server = FairleadServer.Create(new ServerOptions { Tokens = TokenFile.In(folder, time) }, LedgerFeature.Of(ledger, new Notices(time)));
        await server.StartAsync(CancellationToken.None);
        Console.Error.WriteLine($"Serving {ledger.Place} at {server.Addresses[0]}");
        await server.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}
