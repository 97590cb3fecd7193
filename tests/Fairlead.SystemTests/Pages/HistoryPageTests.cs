using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class HistoryPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_changed_site_shows_the_lines_that_went_and_came()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await host.LoadAsync(Estates.Madrid.Replace("services: 4", "services: 6", StringComparison.Ordinal));
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid/history");
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "site changed" });
            await Expect(row).ToContainTextAsync("cli:tester");
            await Expect(row).ToContainTextAsync("for the test");
            await row.GetByRole(AriaRole.Link).First.ClickAsync();
            await Expect(page.Locator("tr.gone")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("−\\s*services: 4"));
            await Expect(page.Locator("tr.come")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("\\+\\s*services: 6"));
            // Three lines around it, and a gap for the rest.
            await Expect(page.Locator("table.lines tr.gap")).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task A_reservation_shows_its_fields_before_and_after()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        var holding = await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210");
        await host.Ledger.AskAsync(new Fairlead.Ledger.ReleaseRequest("madrid", holding.Id), new("cli:tester", "closed"), TestContext.Current.CancellationToken);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync($"/history/{host.Ledger.View.LastEntry}");
            var state = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = "state", Exact = true }) });
            await Expect(state.Locator("del")).ToHaveTextAsync("reserved");
            await Expect(state.Locator("ins")).ToHaveTextAsync("quarantined");
            await Expect(page.GetByText("closed")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_long_history_is_paged_without_a_gap()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        for (var i = 0; i < 60; i++)
            await host.ReserveAsync("madrid", "k8s", $"cluster{i}");
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/history");
            var seen = await page.Locator("tbody th a").AllTextContentsAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
            seen = [.. seen, .. await page.Locator("tbody th a").AllTextContentsAsync()];
            var last = host.Ledger.View.LastEntry;
            Assert.Equal(Enumerable.Range(0, (int)last).Select(i => $"{last - i}"), seen);
            await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
            await Expect(page.Locator("tbody th a").First).ToHaveTextAsync($"{last}");
        });
    }
}
