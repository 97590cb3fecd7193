using System.Globalization;
using Fairlead.Testing.Histories;
using Xunit;

namespace Fairlead.SystemTests.Durability;

/// <summary>The server is killed under load, again and again, and the histories are held against what must be true.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Fifty_kills_lose_and_double_nothing() => KillAsync(50);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Five_hundred_kills_lose_and_double_nothing()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") != "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        return KillAsync(500);
    }

    private async Task KillAsync(int kills)
    {
        var (ct, token, history, random) = (TestContext.Current.CancellationToken, ServerProcess.TokenIn(_folder), new ReservationHistory(), new Random(20261126));
        var (next, open) = (0, new Queue<int>());
        for (var kill = 0; kill <= kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync(_folder, token, ct);
            if (kill == 0)
                await server.LoadAsync(ct);
            // Once more what nobody knows the fate of, with the same keys.
            foreach (var request in open)
            {
                if (await server.ReserveAsync(Owner(request), Key(request), ct) is { } granted)
                    history.Answered(Key(request), granted);
                else
                    Assert.Fail($"a server that was just started does not answer: {server.Said}");
            }

            open.Clear();
            if (kill == kills)
            {
                var (held, entries) = await server.ReadAsync(ct);
                var faults = history.Check(held, entries);
                Assert.True(faults.Count == 0, string.Join('\n', faults));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {history.Acknowledged} acknowledged reservations, {held.Count} held, {entries.Count} entries"));
                return;
            }

            using var killing = new SemaphoreSlim(0);
            var left = random.Next(5, 60);
            var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(ClientAsync, ct)).ToList();
            await killing.WaitAsync(ct);
            await server.KillAsync();
            await Task.WhenAll(clients);

            async Task ClientAsync()
            {
                while (true)
                {
                    var request = Interlocked.Increment(ref next);
                    if (await server.ReserveAsync(Owner(request), Key(request), ct) is not { } granted)
                    {
                        lock (open)
                            open.Enqueue(request);
                        return;
                    }

                    history.Answered(Key(request), granted);
                    if (Interlocked.Decrement(ref left) == 0)
                        killing.Release();
                }
            }
        }
    }

    private static string Owner(int request) => string.Create(CultureInfo.InvariantCulture, $"c{request}");

    private static string Key(int request) => string.Create(CultureInfo.InvariantCulture, $"key-{request}");
}
