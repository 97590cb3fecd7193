using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class FindingsPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_finding_has_the_text_of_the_plan_its_line_its_mend_and_its_rule()
    {
        await using var host = await PageHost.StartAsync(Estates.Lisbon, Estates.Madrid);
        var finding = host.Ledger.View.Plan.Diagnostics.Single(each => each.Rule.Id == "FL2003");
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/findings");
            var card = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "FL2003" });
            foreach (var text in (string[])[finding.Message, finding.Hint, finding.Subject.ToString(), finding.Location.ToString()])
                await Expect(card).ToContainTextAsync(text);
            await Expect(card.Locator("mark")).ToHaveTextAsync("10.30.0.120");
            await card.GetByRole(AriaRole.Link, new() { Name = "Why this rule exists" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "FL2003 control-plane-ip-in-dhcp-scope" })).ToBeVisibleAsync();
            await Expect(page.GetByText("A DHCP server doesn't know what kube-vip holds.")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "An example that breaks it: site file" })).ToContainTextAsync("kind: Site");
        });
    }

    [Fact]
    public async Task Findings_are_chosen_by_severity_and_rule()
    {
        await using var host = await PageHost.StartAsync();
        await host.LoadExampleAsync("hamburg", "broken/hamburg.yaml", "broken/hamburg-reporting.yaml");
        var expected = host.Ledger.View.Plan.Diagnostics.Count(finding => finding is { Severity: Core.Diagnostics.Severity.Warning, IsOverridden: false });
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/hamburg/findings");
            await page.GetByLabel("Severity").SelectOptionAsync("warning");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(expected);
            await Expect(page.GetByLabel("Severity")).ToHaveValueAsync("warning");
        });
    }
}
