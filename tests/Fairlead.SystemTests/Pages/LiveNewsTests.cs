using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class LiveNewsTests(Chromium chromium)
{
    [Fact]
    public async Task What_changes_shows_by_itself_and_what_is_being_typed_stays()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid/reservations");
            await page.Locator("body[data-live=on]").WaitForAsync();
            await page.GetByRole(AriaRole.Searchbox).FillAsync("half a que");
            await page.EvaluateAsync("window.isTheSamePage = true");
            await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210");
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "madrid/clusters/bakery" })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("half a que");
            await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
            Assert.True(await page.EvaluateAsync<bool>("window.isTheSamePage"), "the page was not loaded again");
            await Expect(page.Locator("#news")).ToContainTextAsync("Updated at");
        });
    }

    [Fact]
    public async Task The_map_takes_news_in_its_window_and_the_keyboard_stays_where_it_was()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var map = await MapPageTests.OpenAsync(page, "/map#10.20.0.192/26");
            await page.Locator("body[data-live=on]").WaitForAsync();
            await map.FocusAsync();
            var (before, claims) = (await map.GetAttributeAsync("data-window"), await map.GetAttributeAsync("data-claims"));
            await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.200-10.20.0.254");
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "madrid/clusters/bakery" })).ToBeVisibleAsync();
            await Expect(map).ToHaveAttributeAsync("data-window", before!);
            await Expect(map).Not.ToHaveAttributeAsync("data-claims", claims!);
            var box = (await map.BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + 46 + ((box.Height - 48) / 9 * 3.7f));
            await Expect(page.Locator("[data-map=tip]")).ToContainTextAsync("madrid/clusters/bakery");
            await Expect(map).ToBeFocusedAsync();
        });
    }

    [Fact]
    public async Task Of_several_tabs_one_listens_and_all_show_the_news()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var streams = 0;
            page.Context.Request += (_, request) => streams += request.Url.Contains("/api/v1/events", StringComparison.Ordinal) ? 1 : 0;
            await page.GotoAsync("/history");
            await page.Locator("body[data-live=on]").WaitForAsync();
            var other = await page.Context.NewPageAsync();
            await other.GotoAsync("/history");
            await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210");
            foreach (var each in (IPage[])[page, other])
                await Expect(each.GetByRole(AriaRole.Row).Filter(new() { HasText = "madrid/clusters/bakery" })).ToBeVisibleAsync();
            Assert.Equal(1, streams);
        });
    }
}
