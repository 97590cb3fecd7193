using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task Addresses_are_reserved_with_the_keyboard_alone()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid");
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            Assert.Equal("content", await page.EvaluateAsync<string>("location.hash.slice(1)"));
            await TabToAsync(page, "Reserve in k8s");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/reserve\\?segment=k8s$"), new() { Timeout = 60_000 });
            await TabToAsync(page, "segment");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("load");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("bakery");
            await TabToAsync(page, "Dry run: what would I get?");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByText("Dry run: 10.20.0.2 is free")).ToBeVisibleAsync();
            await TabToAsync(page, "Reserve 10.20.0.2");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByText("Reserved: 10.20.0.2.")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task The_focus_is_seen_and_goes_in_the_order_of_the_page()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid");
            var (tops, before) = (new List<double>(), "");
            for (var i = 0; i < 30; i++)
            {
                await page.Keyboard.PressAsync("Tab");
                var at = await page.EvaluateAsync<Focus>("""
                    () => {
                      const active = document.activeElement;
                      const box = active.getBoundingClientRect();
                      return { name: active.outerHTML, top: box.top + scrollY, isSeen: getComputedStyle(active).outlineStyle !== "none" || active.matches(".skip"), isBody: active === document.body };
                    }
                    """);
                if (at.IsBody)
                    break;
                Assert.NotEqual(before, before = at.Name);
                Assert.True(at.IsSeen, $"the focus is not seen on {at.Name}");
                tops.Add(at.Top);
            }

            // Down the page, give or take the height of a line.
            Assert.All(tops.Zip(tops.Skip(1)), pair => Assert.True(pair.Second > pair.First - 60, $"from {pair.First} up to {pair.Second}"));
            Assert.True(tops.Count > 12, "the whole page was gone through");
        });
    }

    [Fact]
    public async Task Landmarks_name_the_parts_of_every_page()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            foreach (var path in (string[])["/", "/map", "/sites/madrid/clusters", "/findings", "/history", "/search?q=shop"])
            {
                await page.GotoAsync(path);
                await Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
                await Expect(page.GetByRole(AriaRole.Banner)).ToHaveCountAsync(1);
                await Expect(page.GetByRole(AriaRole.Search)).ToHaveCountAsync(1);
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
                Assert.EndsWith(" · Fairlead", await page.TitleAsync(), StringComparison.Ordinal);
            }
        });
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var active = await page.EvaluateAsync<string>(@"document.activeElement.id + '|' + document.activeElement.textContent.replace(/\s+/g, ' ').trim()");
            if (active.Split('|').Contains(name))
                return;
        }

        Assert.Fail($"The keyboard never comes to {name}.");
    }

    private sealed record Focus
    {
        public string Name { get; init; } = "";

        public double Top { get; init; }

        public bool IsSeen { get; init; }

        public bool IsBody { get; init; }
    }
}
