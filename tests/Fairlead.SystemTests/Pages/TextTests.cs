using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

/// <summary>Names, notes and questions come from people and files: they are text wherever they stand.</summary>
[Collection(PageTests.Name)]
public sealed class TextTests(Chromium chromium)
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>";

    [Fact]
    public async Task Names_and_notes_are_text_and_never_HTML()
    {
        var yaml = Estates.Madrid.Replace("clusters:\n", "overrides:\n  - {rule: FL2007, subject: madrid/clusters/shop, reason: \"<img src=x onerror=alert(1)>\"}\nclusters:\n", StringComparison.Ordinal)
            .Replace("gateway: 10.20.0.1", "gateway: 10.20.0.1\n    reserved: [{range: 10.20.0.240-10.20.0.250, for: \"<img src=x onerror=alert(1)>\"}]", StringComparison.Ordinal);
        await using var host = await PageHost.StartAsync(yaml);
        await host.ReserveAsync("madrid", "k8s", "madrid/clusters/" + Hostile, "10.20.0.210", note: Hostile);
        await chromium.VisitAsync(host, async page =>
        {
            var isAsked = false;
            page.Dialog += (_, dialog) =>
            {
                isAsked = true;
                _ = dialog.DismissAsync();
            };
            var last = host.Ledger.View.LastEntry;
            foreach (var path in (string[])["/", "/sites/madrid", "/map#10.20.0.210", "/reservations", "/findings", "/history", $"/history/{last}", "/history/1", $"/search?q={Uri.EscapeDataString(Hostile)}", "/search?q=10.20.0.210", $"/sites/{Uri.EscapeDataString(Hostile)}", $"/sites/madrid/reserve?owner={Uri.EscapeDataString(Hostile)}&segment=k8s&address={Uri.EscapeDataString(Hostile)}"])
            {
                await page.GotoAsync(path);
                await Expect(page.Locator("img[src=x], main script")).ToHaveCountAsync(0);
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            await Expect(page.Locator("img[src=x], main script")).ToHaveCountAsync(0);
            await Expect(page.Locator("#owner")).ToHaveValueAsync(Hostile);
            await page.GotoAsync("/reservations");
            await Expect(page.GetByRole(AriaRole.Cell, new() { Name = Hostile, Exact = true })).ToBeVisibleAsync();
            Assert.False(isAsked, "a script of the name ran");
        });
    }
}
