using Fairlead.Server.Access;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class SitesPageTests(Chromium chromium)
{
    [Fact]
    public async Task Sites_stand_with_their_risks_and_lead_to_their_findings()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        await chromium.VisitAsync(host, async page =>
        {
            var lisbon = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "lisbon" });
            await Expect(lisbon.GetByRole(AriaRole.Link, new() { Name = "1 errors" })).ToBeVisibleAsync();
            await Expect(lisbon).ToContainTextAsync("by cli:tester, revision");
            await Expect(page.GetByText("2 sites: 1 with errors")).ToBeVisibleAsync();
            await lisbon.GetByRole(AriaRole.Link, new() { Name = "1 errors" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
            await Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("FL2003");
        });
    }

    [Fact]
    public async Task A_site_shows_what_is_free_in_each_segment()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "madrid" }).ClickAsync();
            // 254 hosts less the gateway, DNS, the scope of 100, one control plane IP and ten load balancer addresses.
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "10.20.0.0/24" });
            await Expect(row).ToContainTextAsync("141");
            await Expect(page.GetByText("madrid.yaml")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_visitor_sees_the_sites_of_the_token_alone()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid, Estates.Lisbon);
        await chromium.VisitAsync(host, new Grant(Scope.Read, SiteSet.Of("madrid")), async page =>
        {
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "madrid" })).ToBeVisibleAsync();
            foreach (var path in (string[])["/", "/map", "/clusters", "/reservations", "/findings", "/history", "/search?q=lisbon", "/search?q=10.30.0.120", "/map.json"])
            {
                await page.GotoAsync(path);
                Assert.DoesNotContain("till", await page.ContentAsync(), StringComparison.Ordinal);
            }

            Assert.Equal(403, (await page.GotoAsync("/sites/lisbon"))!.Status);
            await Expect(page.GetByText("may not do this here")).ToBeVisibleAsync();
            await page.GotoAsync("/sites/madrid/reserve");
            await Expect(page.GetByText("You may look here, not reserve.")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Whoever_has_no_session_is_asked_for_a_token()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await using var context = await chromium.NewContextAsync(new() { BaseURL = host.Address.ToString() });
        var faults = new PageFaults(context, host.Address);
        var page = await context.NewPageAsync();
        Assert.Equal(401, (await page.GotoAsync("/sites/madrid/map"))!.Status);
        await Expect(page.GetByLabel("Token")).ToBeVisibleAsync();
        Assert.DoesNotContain("10.20.", await page.ContentAsync(), StringComparison.Ordinal);
        await host.SignInAsync(page, Grant.Everything);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("Token")).ToBeVisibleAsync();
        Assert.Empty(faults.All);
    }

    [Fact]
    public async Task What_became_of_a_site_file_stands_above_every_page()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        host.Notices.Set("site files", "madrid.yaml:3: this is no site <b>file</b>");
        await chromium.VisitAsync(host, async page =>
        {
            foreach (var path in (string[])["/", "/sites/madrid/map", "/history"])
            {
                await page.GotoAsync(path);
                await Expect(page.GetByText("this is no site <b>file</b>")).ToBeVisibleAsync();
            }
        });
    }

    [Fact]
    public async Task The_colours_can_be_switched_and_stay()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(
            host,
            async page =>
            {
                var light = await Ground(page);
                await page.GotoAsync("/findings?severity=error");
                await page.GetByRole(AriaRole.Button, new() { Name = "Change to light" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Change to dark" }).ClickAsync();
                await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/findings\\?severity=error$"));
                Assert.NotEqual(light, await Ground(page));
                await page.GotoAsync("/");
                Assert.NotEqual(light, await Ground(page));
                await page.GetByRole(AriaRole.Button, new() { Name = "Change to as the device has it" }).ClickAsync();
                Assert.Equal(light, await Ground(page));
            },
            options => options.ColorScheme = ColorScheme.Light);

        static Task<string> Ground(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }
}
