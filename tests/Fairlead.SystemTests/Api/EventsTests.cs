using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Fairlead.Ledger.Sqlite;
using Fairlead.Server.Access;
using Xunit;

namespace Fairlead.SystemTests.Api;

public sealed class EventsTests
{
    [Fact]
    public async Task Events_come_in_the_order_of_history_and_go_on_without_loss()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        await using var first = await Listening.StartAsync(served.Client, "/api/v1/events?after=0");
        Assert.Equal((1L, "site.put"), await first.NextAsync());
        for (var i = 0; i < 20; i++)
            await served.ReserveAsync(new { kind = "load-balancer", owner = $"c{i}" }).IsAsync(201);
        for (var id = 2; id <= 11; id++)
            Assert.Equal((id, "reservation.create"), await first.NextAsync());
        await first.DisposeAsync();

        await using var again = await Listening.StartAsync(served.Client, "/api/v1/events", "11");
        for (var id = 12; id <= 21; id++)
            Assert.Equal((id, "reservation.create"), await again.NextAsync());
    }

    [Fact]
    public async Task What_another_process_commits_is_seen_too()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-two-").FullName;
        try
        {
            SqliteLedgerStore Open(string _) => new(Path.Combine(folder, "ledger.db"));
            await using var one = await ServedLedger.StartAsync(Open);
            await one.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
            await using var other = await ServedLedger.StartAsync(Open);
            await using var listening = await Listening.StartAsync(other.Client, "/api/v1/events?after=1");

            var id = (string?)(await one.ReserveAsync(new { kind = "load-balancer", owner = "shop" }).IsAsync(201))["id"];

            Assert.Equal((2L, "reservation.create"), await listening.NextAsync());
            Assert.Equal("10.20.0.2", (string?)(await other.GetAsync($"/api/v1/sites/madrid/reservations/{id}"))["range"]);
            Assert.Equal("10.20.0.3", (string?)(await other.ReserveAsync(new { kind = "load-balancer", owner = "bank" }).IsAsync(201))["range"]);
            Assert.Equal("10.20.0.4", (string?)(await one.ReserveAsync(new { kind = "load-balancer", owner = "late" }).IsAsync(201))["range"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Events_of_a_site_that_the_listener_may_not_see_carry_their_id_alone()
    {
        await using var served = await ServedLedger.StartAsync();
        using var lyon = served.With("lyon", Scope.Read, "lyon");
        await using var listening = await Listening.StartAsync(lyon, "/api/v1/events?after=0");
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        await served.PutAsync("lyon", SampleSites.Madrid.Replace("name: madrid", "name: lyon\naddressSpace: other", StringComparison.Ordinal)).IsAsync(201);

        Assert.Equal((1L, null), await listening.NextAsync());
        Assert.Equal((2L, "site.put"), await listening.NextAsync());
    }

    private sealed class Listening(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<Listening> StartAsync(HttpClient client, string path, string? lastId = null, [CallerMemberName] string? test = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
            if (lastId is not null)
                request.Headers.Add("Last-Event-ID", lastId);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, test);
            return new Listening(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
        }

        /// <summary>The next event with its id, after the head of the stream.</summary>
        public async Task<(long Id, string? Event)> NextAsync()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));
            while (true)
            {
                var block = new Dictionary<string, string>();
                for (var line = await reader.ReadLineAsync(limit.Token); line is { Length: > 0 }; line = await reader.ReadLineAsync(limit.Token))
                    block[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                if (block.TryGetValue("id", out var id) && !block.ContainsKey("retry"))
                    return (long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), block.GetValueOrDefault("event"));
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
