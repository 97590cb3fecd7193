using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class ClustersPageTests(Chromium chromium)
{
    [Fact]
    public async Task Capacity_now_at_peak_and_stale_are_the_plans_own_figures()
    {
        await using var host = await PageHost.StartAsync();
        await host.LoadExampleAsync("hamburg", "broken/hamburg.yaml", "broken/hamburg-reporting.yaml");
        var rows = host.Ledger.View.Plan.Capacity;
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/clusters");
            foreach (var row in rows)
            {
                var bar = page.GetByRole(AriaRole.Figure).Filter(new() { HasText = row.Segment.ToString() });
                await Expect(bar).ToContainTextAsync($"{row.Steady} now, {row.AtMost + row.Spare} at peak, {row.Peak} with stale leases, of {row.Available} available");
            }

            var need = rows.SelectMany(row => row.Breakdown).First(each => each.Cluster.Name == "kiosk");
            var cells = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "kiosk" }).GetByRole(AriaRole.Cell);
            await Expect(cells.Nth(3)).ToHaveTextAsync($"{need.Steady}");
            await Expect(cells.Nth(6)).ToHaveTextAsync($"{need.AtMost + need.UpgradeSpare + need.StaleLeases}");
        });
    }
}
