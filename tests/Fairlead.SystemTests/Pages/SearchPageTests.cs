using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class SearchPageTests(Chromium chromium)
{
    [Theory]
    [InlineData("10.20.0.53", "Taken.")]
    [InlineData("10.20.0.53", "dns-server")]
    [InlineData("10.20.0.60", "Nobody has it. Free to plan")]
    [InlineData("10.20.0.30-10.20.0.33", "madrid/clusters/shop")]
    [InlineData("10.20.0", "dhcp-scope")]
    [InlineData("10.20.0.212", "madrid/clusters/bakery")]
    [InlineData("bakery", "10.20.0.210-10.20.0.214")]
    [InlineData("opens in May", "10.20.0.210-10.20.0.214")]
    [InlineData("SHOP", "madrid/shop")]
    [InlineData("vcenter", "Nothing of that name is here.")]
    [InlineData("203.0.113.9", "Nobody has 203.0.113.9")]
    public async Task Any_address_range_name_or_owner_is_found(string text, string expected)
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210-10.20.0.214", note: "opens in May");
        await chromium.VisitAsync(host, async page =>
        {
            await page.GetByRole(AriaRole.Searchbox).FillAsync(text);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(expected);
            await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync(text);
        });
    }
}
