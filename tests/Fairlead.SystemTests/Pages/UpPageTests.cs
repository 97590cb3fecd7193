using Fairlead.SystemTests.Serving;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

/// <summary>The page as the real program serves it.</summary>
[Collection(PageTests.Name)]
public sealed class UpPageTests(Chromium chromium) : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("fairlead-up-page-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task A_link_that_was_used_and_an_address_that_is_none_lead_people_to_a_page_and_programs_to_a_document()
    {
        var ct = TestContext.Current.CancellationToken;
        var site = Path.Combine(_state, "site.yaml");
        await File.WriteAllTextAsync(site, Estates.Madrid, ct);
        await using var up = await RunningUp.StartAsync(_state, site, "--listen", "127.0.0.1:0", "--no-check");
        await using var first = await chromium.NewContextAsync(new BrowserNewContextOptions());
        var page = await first.NewPageAsync();
        await page.GotoAsync(up.Address.ToString());
        Assert.Equal(404, (await page.GotoAsync(new Uri(up.Address, "/nowhere").ToString()))!.Status);
        await Expect(page.GetByText("There is no page at /nowhere.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sites" }).First).ToBeVisibleAsync();

        await using var second = await chromium.NewContextAsync(new BrowserNewContextOptions());
        var late = await second.NewPageAsync();
        Assert.Equal(401, (await late.GotoAsync(up.Address.ToString()))!.Status);
        await Expect(late.GetByText("it printed: the token is in it, and works once")).ToBeVisibleAsync();
        Assert.DoesNotContain(up.Address.Query.Split('=')[1], await late.ContentAsync(), StringComparison.Ordinal);

        using var program = new HttpClient();
        Assert.Equal("application/problem+json", (await program.GetAsync(up.Address, ct)).Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/problem+json", (await program.GetAsync(new Uri(up.Address, "/nowhere"), ct)).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_address_that_up_prints_opens_the_page_and_a_file_that_becomes_unusable_is_shown_there()
    {
        var site = Path.Combine(_state, "site.yaml");
        await File.WriteAllTextAsync(site, Estates.Madrid, TestContext.Current.CancellationToken);
        await using var up = await RunningUp.StartAsync(_state, site, "--listen", "127.0.0.1:0", "--no-check");
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions());
        var faults = new PageFaults(context, new Uri(up.Address, "/"));
        var page = await context.NewPageAsync();
        await page.GotoAsync(up.Address.ToString());
        Assert.Equal("/", new Uri(page.Url).PathAndQuery);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "madrid" })).ToBeVisibleAsync();
        await page.Locator("body[data-live=on]").WaitForAsync();

        await File.WriteAllTextAsync(site, Estates.Madrid + Estates.Lisbon.Replace("apiVersion", "---\napiVersion", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "lisbon" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await File.WriteAllTextAsync(site, Estates.Madrid.Replace("10.20.0.0/24", "10.20.0.0/99", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Expect(page.GetByText("site.yaml:7:")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "lisbon" })).ToBeVisibleAsync();
        Assert.Empty(faults.All);
    }
}
