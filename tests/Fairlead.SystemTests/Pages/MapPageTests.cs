using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Core.Claims;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class MapPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_link_shows_its_range_and_hovering_says_who_since_when_and_from_which_source()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var map = await OpenAsync(page, "/map#10.20.0.20");
            await Expect(page.Locator("[data-map=detail]")).ToContainTextAsync("control-plane-ip of madrid/clusters/shop, reserved and active");
            await HoverAsync(page, map, "controlplane", 0.5);
            var tip = page.Locator("[data-map=tip]");
            await Expect(tip).ToContainTextAsync("10.20.0.20 (1 address)");
            await Expect(tip).ToContainTextAsync("from madrid.yaml:15");
            await Expect(tip).ToContainTextAsync("by cli:tester");
        });
    }

    [Fact]
    public async Task Wheel_keys_and_buttons_zoom_from_everything_to_a_few_addresses_and_back()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        await chromium.VisitAsync(host, async page =>
        {
            var map = await OpenAsync(page, "/map");
            await map.FocusAsync();
            await page.Keyboard.PressAsync("Home");
            var whole = await SpanAsync(map);
            Assert.True(whole > 10 * 65536, "both sites are shown");
            for (var i = 0; i < 24; i++)
                await page.Keyboard.PressAsync("+");
            Assert.InRange(await SpanAsync(map), 3, 6);
            var before = await WindowAsync(map);
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.NotEqual(before, await WindowAsync(map));
            await page.Keyboard.PressAsync("-");
            Assert.InRange(await SpanAsync(map), 6, 12);
            await page.GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).ClickAsync();
            Assert.Equal(whole, await SpanAsync(map));
            await map.HoverAsync();
            await page.Mouse.WheelAsync(0, -500);
            await Expect(map).Not.ToHaveAttributeAsync("data-draws", "0");
            Assert.True(await SpanAsync(map) < whole, "the wheel zooms in");
            await page.GetByLabel("Go to").SelectOptionAsync("lisbon/k8s (10.30.0.0/24)");
            Assert.InRange(await SpanAsync(map), 256, 300);
        });
    }

    [Fact]
    public async Task Dragging_moves_the_map_and_two_fingers_zoom_it()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var map = await OpenAsync(page, "/map#10.20.0.0/24");
            var (before, span) = (await WindowAsync(map), await SpanAsync(map));
            var box = (await map.BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(box.X + 600, box.Y + 200);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + 300, box.Y + 200, new() { Steps = 5 });
            await page.Mouse.UpAsync();
            Assert.NotEqual(before, await WindowAsync(map));
            Assert.InRange(await SpanAsync(map), span - 2, span + 2);

            await page.EvaluateAsync("""
                () => {
                  const canvas = document.getElementById("address-map");
                  const box = canvas.getBoundingClientRect();
                  canvas.setPointerCapture = () => {};
                  const send = (type, pointerId, x) => canvas.dispatchEvent(new PointerEvent(type, { pointerId, clientX: box.left + x, clientY: box.top + 200, bubbles: true }));
                  send("pointerdown", 11, 500); send("pointerdown", 12, 600);
                  send("pointermove", 11, 400); send("pointermove", 12, 700);
                  send("pointerup", 11, 400); send("pointerup", 12, 700);
                }
                """);
            Assert.True(await SpanAsync(map) < span / 2, "fingers three times as far apart show a third");
        });
    }

    [Fact]
    public async Task The_keyboard_goes_through_lanes_and_claims_and_each_is_told()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        await chromium.VisitAsync(host, async page =>
        {
            var map = await OpenAsync(page, "/map");
            await map.FocusAsync();
            var detail = page.Locator("[data-map=detail]");
            Assert.Equal("polite", await detail.GetAttributeAsync("aria-live"));
            foreach (var expected in (string[])["segment of", "dhcp-scope of", "control-plane-ip of", "load-balancer of", "gateway of", "conflict: FL2003"])
            {
                await page.Keyboard.PressAsync("ArrowDown");
                await Expect(detail).ToContainTextAsync(expected);
            }

            await page.Keyboard.PressAsync("ArrowUp");
            var first = await detail.TextContentAsync();
            await page.Keyboard.PressAsync("PageUp");
            await Expect(detail).Not.ToHaveTextAsync(first!);
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.PressAsync("Tab");
            Assert.False(await map.EvaluateAsync<bool>("map => map === document.activeElement"), "the map lets the keyboard go");
        });
    }

    [Fact]
    public async Task The_table_has_the_same_claims_without_script()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210-10.20.0.214");
        await chromium.VisitAsync(
            host,
            async page =>
            {
                await page.GotoAsync("/map");
                var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "madrid/clusters/bakery" });
                await Expect(row).ToContainTextAsync("10.20.0.210-10.20.0.214");
                await Expect(row).ToContainTextAsync("reserved in the ledger");
                await page.GetByLabel("Kind").SelectOptionAsync("conflict");
                await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).Last.ClickAsync();
                await Expect(page.GetByText("1 entry.")).ToBeVisibleAsync();
                await Expect(page.Locator(".tools")).ToBeHiddenAsync();
            },
            options => options.JavaScriptEnabled = false);
    }

    [Fact]
    public async Task The_map_shows_IPv6_too()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid.Replace("prefix: 10.20.0.0/24", "prefix: [10.20.0.0/24, \"2001:db8:0:20::/64\"]", StringComparison.Ordinal)
            .Replace("[10.20.0.30-10.20.0.39]", "[10.20.0.30-10.20.0.39, \"2001:db8:0:20::100-2001:db8:0:20::1ff\"]", StringComparison.Ordinal));
        await chromium.VisitAsync(host, async page =>
        {
            var map = await OpenAsync(page, "/map?family=6#2001:db8:0:20::100-2001:db8:0:20::1ff");
            await Expect(page.Locator("[data-map=detail]")).ToContainTextAsync("2001:db8:0:20::100-2001:db8:0:20::1ff (256 addresses)");
            Assert.StartsWith("2001:db8:0:20::", await WindowAsync(map), StringComparison.Ordinal);
            await map.FocusAsync();
            for (var i = 0; i < 12; i++)
                await page.Keyboard.PressAsync("+");
            var ends = (await WindowAsync(map)).Split('-');
            Assert.All(ends, end => Assert.StartsWith("2001:db8:0:20::1", end, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_data_is_compact_and_adds_up()
    {
        await using var host = await PageHost.StartAsync(Estates.Crowded(2000));
        await host.ReserveAsync("crowded", "k8s", "bakery", kind: ClaimKind.ControlPlaneIp);
        await chromium.VisitAsync(host, async page =>
        {
            var response = await page.APIRequest.GetAsync("/sites/crowded/map.json");
            var body = await response.TextAsync();
            var data = JsonNode.Parse(body)!;
            var count = data["first"]!.AsArray().Count;
            Assert.InRange(count, 2004, 2010);
            foreach (var column in (string[])["more", "lane", "state", "kind", "owner", "source", "since"])
                Assert.Equal(count, data[column]!.AsArray().Count);
            Assert.True(body.Length < count * 70, $"{body.Length} octets for {count} claims");
            Assert.Equal(2000, data["lane"]!.AsArray().Count(lane => (int)lane! == 5));
        });
    }

    internal static async Task<ILocator> OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        var map = page.Locator("#address-map[data-draws]");
        await map.WaitForAsync();
        return map;
    }

    /// <summary>After whatever was asked for is drawn.</summary>
    private static async Task<string> WindowAsync(ILocator map)
    {
        await map.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return (await map.GetAttributeAsync("data-window"))!;
    }

    private static async Task<double> SpanAsync(ILocator map)
    {
        var ends = (await WindowAsync(map)).Split('-').Select(text => text.Split('.').Aggregate(0L, (sum, part) => (sum * 256) + long.Parse(part, CultureInfo.InvariantCulture))).ToList();
        return ends[^1] - ends[0];
    }

    /// <param name="part">From the left edge (0) to the right (1).</param>
    private static async Task HoverAsync(IPage page, ILocator map, string lane, double part)
    {
        var number = await map.EvaluateAsync<int>("(map, key) => [...document.querySelectorAll('[data-lane]')].findIndex(each => each.dataset.lane === key)", lane);
        var box = (await map.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync((float)(box.X + (box.Width * part)), (float)(box.Y + 46 + ((box.Height - 48) / 9 * (number + 0.7))));
    }
}
