using Fairlead.Server.Hosting;

namespace Fairlead.Cli.Serving;

/// <summary>Runs a server until it is told to end, and closes what it needs afterwards.</summary>
internal static class ServerStart
{
    /// <summary>Where <c>up</c> and <c>serve</c> listen when nobody says otherwise.</summary>
    public static ListenAddress UsualAddress { get; } = ListenAddress.Loopback(8420);

    /// <param name="started">Called once it listens.</param>
    /// <param name="beside">What runs meanwhile, until it is cancelled.</param>
    /// <returns>False when it could not start; a message says why.</returns>
    public static async Task<bool> RunAsync(ServerOptions options, IReadOnlyList<ServerFeature> features, Terminal terminal, Action<FairleadServer> started, Func<CancellationToken, Task>? beside, CancellationToken ct)
    {
        try
        {
            await using var server = FairleadServer.Create(options, features);
            await server.StartAsync(ct);
            started(server);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var running = beside is null ? Task.CompletedTask : Task.Run(() => beside(ending.Token), CancellationToken.None);
            await server.WaitForShutdownAsync(ct);
            await ending.CancelAsync();
            await EndAsync(running);
            return true;
        }
        catch (ServerStartException exception)
        {
            foreach (var line in exception.Message.Split('\n'))
                terminal.Error.WriteLine($"fairlead: {line}");
            return false;
        }
    }

    private static async Task EndAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
