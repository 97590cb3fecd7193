using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Fairlead.Core.Claims;
using Microsoft.Playwright;
using Xunit;

namespace Fairlead.SystemTests.Pages;

/// <summary>
/// Every page, light and dark, from a phone to 4k: nothing sticks out, nothing breaks the policy, and axe finds nothing (colours are the same at all widths, so
/// it looks at each scheme once). With FAIRLEAD_PICTURES set to a
/// folder, they are written there to be looked at.
/// </summary>
[Collection(PageTests.Name)]
public sealed class LookTests(Chromium chromium)
{
    private static readonly string[] Pages =
    [
        "/", "/sites/hamburg", "/map", "/sites/contoso-dc1/map", "/sites/hamburg/map#10.40.0.0/23", "/clusters", "/findings", "/findings?severity=error", "/reservations", "/sites/contoso-dc1/reserve",
        "/history", "/history/1", "/history/4", "/search?q=10.40.0.60", "/search?q=shop", "/rules", "/rules/FL2003", "/rules/FL8001", "/sites/nowhere",
    ];

    [Theory]
    [InlineData(360, 740, ColorScheme.Light, true)]
    [InlineData(1280, 800, ColorScheme.Light, false)]
    [InlineData(1280, 800, ColorScheme.Dark, true)]
    [InlineData(3840, 2160, ColorScheme.Light, false)]
    public async Task Every_page_fits_its_window_and_is_accessible(int width, int height, ColorScheme scheme, bool withAxe)
    {
        await using var host = await PageHost.StartAsync();
        await host.LoadExampleAsync("hamburg", "broken/hamburg.yaml", "broken/hamburg-reporting.yaml");
        await host.LoadExampleAsync("rotterdam", "broken/rotterdam.yaml");
        await host.LoadExampleAsync("contoso-dc1", "contoso/contoso.yaml");
        await host.ReserveAsync("contoso-dc1", "k8s-prod", "billing", kind: ClaimKind.ControlPlaneIp, note: "a cluster to come");
        await host.ReserveAsync("contoso-dc1", "k8s-prod", "billing", note: "its services");
        await chromium.VisitAsync(
            host,
            async page =>
            {
                foreach (var path in Pages)
                {
                    await page.GotoAsync(path);
                    await ShowMapAsync(page);
                    await SaveAsync(page, path, width, scheme);
                    var (seen, needed) = (await page.EvaluateAsync<int>("document.documentElement.clientWidth"), await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                    Assert.True(needed <= seen, $"{path} is {needed} wide in a window of {seen}.");
                    if (!withAxe)
                        continue;
                    var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
                    Assert.True(found.Violations.Length == 0, $"{path}: {string.Join('\n', found.Violations.Select(Describe))}");
                }
            },
            options => (options.ViewportSize, options.ColorScheme) = (new ViewportSize { Width = width, Height = height }, scheme));
    }

    private static async Task ShowMapAsync(IPage page)
    {
        if (await page.Locator("#address-map").CountAsync() > 0)
            await page.Locator("#address-map[data-draws]").WaitForAsync();
    }

    private static async Task SaveAsync(IPage page, string path, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("FAIRLEAD_PICTURES") is not { Length: > 0 } folder)
            return;
        var name = path == "/" ? "sites" : string.Concat(path.Trim('/').Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png".ToLowerInvariant()) });
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Help}): {string.Join("; ", violation.Nodes.Take(4).Select(node => $"{node.Html} {string.Join(", ", node.Any.Select(check => check.Message).Take(1))}"))}";
}
