using System.Globalization;
using Fairlead.Testing.Databases;
using Fairlead.Testing.Histories;
using Xunit;

namespace Fairlead.SystemTests.Durability;

/// <summary>Two replicas over one PostgreSQL, which is restarted under their load.</summary>
public sealed class ReplicaTests(ITestOutputHelper output) : IDisposable
{
    private const int ClientsOfEach = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-replicas-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Five_restarts_of_PostgreSQL_lose_and_double_nothing() => RestartAsync(5);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Fifty_restarts_of_PostgreSQL_lose_and_double_nothing()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") != "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        return RestartAsync(50);
    }

    /// <summary>How soon is told, not judged: a test does not race the machine.</summary>
    [Fact]
    public async Task Each_replica_sees_what_the_other_commits()
    {
        const int Changes = 20;
        PostgresServer.Require();
        var (ct, token) = (TestContext.Current.CancellationToken, ServerProcess.TokenIn(_folder));
        await using var postgres = await PostgresServer.StartAsync(ct);
        var database = new Dictionary<string, string> { ["FAIRLEAD_DATABASE"] = postgres.ConnectionTo(await postgres.CreateDatabaseAsync(ct)) };
        await using var one = await ServerProcess.StartAsync(_folder, token, ct, environment: database);
        await using var other = await ServerProcess.StartAsync(_folder, token, ct, environment: database);
        await one.LoadAsync(ct);
        await SeesTheSiteAsync(other, ct);

        var delays = new List<TimeSpan>();
        for (var i = 0; i < Changes; i++)
        {
            var (from, to) = i % 2 == 0 ? (one, other) : (other, one);
            var made = await from.ReserveAsync(string.Create(CultureInfo.InvariantCulture, $"c{i}"), string.Create(CultureInfo.InvariantCulture, $"k{i}"), ct);
            var begin = TimeProvider.System.GetTimestamp();
            await SeesAsync(to, $"/api/v1/sites/wide/reservations/{made!.Id}", ct);
            delays.Add(TimeProvider.System.GetElapsedTime(begin));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Changes} changes: seen after {delays.Order().ElementAt(Changes / 2).TotalMilliseconds:0} ms in the median, {delays.Max().TotalMilliseconds:0} ms at most"));
    }

    private async Task RestartAsync(int restarts)
    {
        PostgresServer.Require();
        var (ct, token, history) = (TestContext.Current.CancellationToken, ServerProcess.TokenIn(_folder), new ReservationHistory());
        await using var postgres = await PostgresServer.StartAsync(ct);
        var database = new Dictionary<string, string> { ["FAIRLEAD_DATABASE"] = postgres.ConnectionTo(await postgres.CreateDatabaseAsync(ct)) };
        await using var one = await ServerProcess.StartAsync(_folder, token, ct, environment: database);
        await using var other = await ServerProcess.StartAsync(_folder, token, ct, environment: database);
        await one.LoadAsync(ct);
        await SeesTheSiteAsync(other, ct);

        var (next, unknown) = (0, 0);
        using var ending = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 2 * ClientsOfEach).Select(client => Task.Run(() => ClientAsync(client % 2 == 0 ? one : other), ct)).ToList();
        for (var restart = 0; restart < restarts; restart++)
        {
            var before = history.Acknowledged;
            while (history.Acknowledged < before + 40)
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), ct), Task.WhenAll(clients));
            await postgres.StopAsync(isCrash: restart % 2 == 1, ct);
            await postgres.StartAgainAsync(ct);
        }

        var last = history.Acknowledged;
        while (history.Acknowledged < last + 40)
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), ct), Task.WhenAll(clients));
        await ending.CancelAsync();
        await Task.WhenAll(clients);
        // A turn to write takes over what the other committed last, so what is read then is all there is.
        history.Answered("last", (await one.ReserveAsync("last", "last", ct))!);
        var (held, entries) = await one.ReadAsync(ct);
        var faults = history.Check(held, entries);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{restarts} restarts, {history.Acknowledged} acknowledged reservations, {unknown} requests sent again, {held.Count} held, {entries.Count} entries"));

        async Task ClientAsync(ServerProcess server)
        {
            while (!ending.IsCancellationRequested)
            {
                var request = Interlocked.Increment(ref next);
                var (owner, key) = (string.Create(CultureInfo.InvariantCulture, $"c{request}"), string.Create(CultureInfo.InvariantCulture, $"key-{request}"));
                // Until it is known, with the same key: it may have been done.
                while (true)
                {
                    if (await server.ReserveAsync(owner, key, ct) is { } granted)
                    {
                        history.Answered(key, granted);
                        break;
                    }

                    Interlocked.Increment(ref unknown);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
                }
            }
        }
    }

    private static Task SeesTheSiteAsync(ServerProcess server, CancellationToken ct) => SeesAsync(server, "/api/v1/sites/wide", ct);

    /// <summary>Until it is there.</summary>
    private static async Task SeesAsync(ServerProcess server, string path, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var response = await server.Client.GetAsync(path, limit.Token);
            if (response.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }
    }
}
