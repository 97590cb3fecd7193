using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Fairlead.Server.Access;
using Xunit;

namespace Fairlead.SystemTests.Pages;

/// <summary>What issue 5 promises of the page's speed, measured. Figures depend on the machine: they run with the long campaigns, on a machine at rest.</summary>
[Collection(PageTests.Name)]
[Trait("Category", "Soak")]
public sealed class PageSpeedTests(Chromium chromium)
{
    private const int Claims = 20_000;

    [Fact]
    public async Task The_map_of_20000_claims_paints_within_a_second_and_zooms_at_30_frames()
    {
        await using var host = await PageHost.StartAsync(Estates.Crowded(Claims));
        await chromium.VisitAsync(host, async page =>
        {
            var paints = new List<double>();
            for (var i = 0; i < 5; i++)
            {
                await MapPageTests.OpenAsync(page, "/map");
                paints.Add(await page.EvaluateAsync<double>("performance.getEntriesByName('map-painted')[0].startTime"));
                await page.GotoAsync("about:blank");
            }

            var map = await MapPageTests.OpenAsync(page, "/map");
            await map.HoverAsync();
            await page.EvaluateAsync("""
                () => {
                  window.frames = [];
                  const note = at => { window.frames.push(at); requestAnimationFrame(note); };
                  requestAnimationFrame(note);
                }
                """);
            var draws = await DrawsAsync();
            // In to a few addresses and out again, as fast as a hand turns a wheel.
            for (var i = 0; i < 240; i++)
                await page.Mouse.WheelAsync(0, i % 120 < 60 ? -60 : 60);
            var frames = await page.EvaluateAsync<double[]>("window.frames");
            var gaps = frames.Zip(frames.Skip(1), (one, next) => next - one).Order().ToList();
            var (drawn, seconds) = (await DrawsAsync() - draws, (frames[^1] - frames[0]) / 1000);
            Say($"first paint of {Claims} claims: {string.Join(", ", paints.Select(paint => $"{paint:0} ms"))}; zooming: {gaps.Count / seconds:0} frames a second, {drawn} drawings in {seconds:0.0} s, 95 % of frames within {gaps[(int)(gaps.Count * 0.95)]:0.0} ms");
            Assert.True(paints.Order().ElementAt(paints.Count / 2) < 1000, "the median of the first paints");
            Assert.True(gaps[gaps.Count / 2] <= 1000 / 30.0, "the median of the frames");

            async Task<int> DrawsAsync() => int.Parse((await map.GetAttributeAsync("data-draws"))!, CultureInfo.InvariantCulture);
        });
    }

    /// <summary>Listeners that read the page again as live.js does, in this process beside the server: an upper bound.</summary>
    [Fact]
    public async Task Two_hundred_open_pages_cost_less_than_half_a_core()
    {
        const int Pages = 200;
        var ct = TestContext.Current.CancellationToken;
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Pages }) { BaseAddress = host.Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.NewToken(Grant.Everything));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reads = 0;
        var pages = Enumerable.Range(0, Pages).Select(_ => WatchAsync()).ToList();
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var (cpu, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        for (var i = 0; i < 20; i++)
        {
            await host.ReserveAsync("madrid", "k8s", $"cluster{i}");
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }

        var cores = (Environment.CpuUsage.TotalTime - cpu) / clock.Elapsed;
        await ending.CancelAsync();
        await Task.WhenAll(pages);
        Say($"{Pages} pages, a change each second for {clock.Elapsed.TotalSeconds:0} s, {reads} pages read again: {cores:0.00} cores, listeners included");
        Assert.True(cores < 0.5, $"{cores:0.00} cores");

        async Task WatchAsync()
        {
            try
            {
                using var response = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, ending.Token);
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ending.Token));
                var last = 0L;
                while (await reader.ReadLineAsync(ending.Token) is { } line)
                {
                    if (!line.StartsWith("event:", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(last) < TimeSpan.FromSeconds(2))
                        continue;
                    last = Stopwatch.GetTimestamp();
                    await client.GetStringAsync("/reservations", ending.Token);
                    Interlocked.Increment(ref reads);
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The measurement is over.
            }
        }
    }

    private static void Say(string text) => TestContext.Current.TestOutputHelper!.WriteLine(text);
}
