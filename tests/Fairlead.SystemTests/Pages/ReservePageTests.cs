using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Fairlead.SystemTests.Pages;

[Collection(PageTests.Name)]
public sealed class ReservePageTests(Chromium chromium)
{
    [Fact]
    public async Task A_reservation_is_tried_first_then_made_and_stands_in_history()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid");
            await page.GetByRole(AriaRole.Link, new() { Name = "Reserve in k8s" }).ClickAsync();
            await page.GetByLabel("For a").SelectOptionAsync("load-balancer");
            await page.GetByLabel("Owner", new() { Exact = true }).FillAsync("bakery");
            await page.GetByLabel("How many").FillAsync("5");
            await page.GetByLabel("Note").FillAsync("opens in May");
            await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            await Expect(page.GetByText("Dry run: 10.20.0.2-10.20.0.6 is free for madrid/clusters/bakery.")).ToBeVisibleAsync();
            Assert.DoesNotContain(host.Ledger.View.Holdings("madrid", null, null, 100), holding => holding.Owner == "madrid/clusters/bakery");
            await Expect(page.GetByLabel("Note")).ToHaveValueAsync("opens in May");

            await page.GetByRole(AriaRole.Button, new() { Name = "Reserve 10.20.0.2-10.20.0.6" }).ClickAsync();
            await Expect(page.GetByText("Reserved: 10.20.0.2-10.20.0.6.")).ToBeVisibleAsync();
            var holding = Assert.Single(host.Ledger.View.Holdings("madrid", null, null, 100), holding => holding.Owner == "madrid/clusters/bakery");
            Assert.Equal(("page:visitor0", "opens in May", HoldingState.Reserved), (holding.CreatedBy, holding.Note, holding.State));
            await page.GetByRole(AriaRole.Link, new() { Name = "Its history" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "opens in May" })).ToContainTextAsync("page:visitor0");
        });
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_reserves_once()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid/reserve?segment=k8s&kind=load-balancer&owner=bakery");
            await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            var button = page.GetByRole(AriaRole.Button, new() { Name = "Reserve 10.20.0.2" });
            var form = await button.EvaluateAsync<Dictionary<string, string>>("button => Object.fromEntries(new FormData(button.form, button))");
            await button.ClickAsync();
            await Expect(page.GetByText("Reserved: 10.20.0.2.")).ToBeVisibleAsync();
            var again = await page.EvaluateAsync<string>("async form => (await fetch('/sites/madrid/reserve', { method: 'POST', body: new URLSearchParams(form) })).url", form);
            Assert.Contains("/reservations?done=", again, StringComparison.Ordinal);
            Assert.Single(host.Ledger.View.Holdings("madrid", null, null, 100), holding => holding.Owner == "madrid/clusters/bakery");
        });
    }

    [Fact]
    public async Task What_is_taken_names_its_holder_and_the_nearest_free_choice()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid/reserve?segment=k8s&kind=load-balancer&owner=bakery&address=10.20.0.53");
            await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            await Expect(page.GetByText("10.20.0.53 is taken.")).ToBeVisibleAsync();
            await Expect(page.GetByText("By the DNS server 10.20.0.53 of segment madrid/k8s, as madrid.yaml:9")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Try the nearest free: 10.20.0.52" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Reserve 10.20.0.52" }).ClickAsync();
            await Expect(page.GetByText("Reserved: 10.20.0.52.")).ToBeVisibleAsync();
        });
    }

    [Theory]
    [InlineData("address=10.20.0.999", "10.20.0.999")]
    [InlineData("address=10.99.0.1", "does not lie in segment madrid/k8s")]
    [InlineData("count=500", "has no 500 free addresses")]
    public async Task What_can_not_be_reserved_is_told_in_place_and_the_form_stays_filled(string filled, string told)
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var (field, value) = (filled.Split('=')[0], filled.Split('=')[1]);
            await page.GotoAsync("/sites/madrid/reserve?segment=k8s&kind=load-balancer&owner=bakery");
            await page.Locator($"#{field}").FillAsync(value);
            await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(told);
            await Expect(page.Locator($"#{field}")).ToHaveValueAsync(value);
            await Expect(page.GetByLabel("Owner", new() { Exact = true })).ToHaveValueAsync("bakery");
            Assert.DoesNotContain(host.Ledger.View.Holdings("madrid", null, null, 100), holding => holding.Owner == "madrid/clusters/bakery");
        });
    }

    [Fact]
    public async Task A_release_says_first_what_it_does_and_wants_a_reason()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        var holding = await host.ReserveAsync("madrid", "k8s", "bakery", "10.20.0.210-10.20.0.214");
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync("/sites/madrid/reservations");
            await page.GetByRole(AriaRole.Link, new() { Name = "Release 10.20.0.210-10.20.0.214" }).ClickAsync();
            await Expect(page.GetByText("Dry run: it would go into quarantine.")).ToBeVisibleAsync();
            Assert.Equal(HoldingState.Reserved, host.Ledger.View.Holding(holding.Id)!.State);
            await page.GetByLabel("Why").FillAsync("the bakery moved");
            await page.GetByRole(AriaRole.Button, new() { Name = "Release 10.20.0.210-10.20.0.214" }).ClickAsync();
            await Expect(page.GetByText("Released: 10.20.0.210-10.20.0.214 is in quarantine until")).ToBeVisibleAsync();
            Assert.Equal(HoldingState.Quarantined, host.Ledger.View.Holding(holding.Id)!.State);
            var entry = (await host.Ledger.HistoryAsync(new HistoryQuery(0, 1) { Backwards = true }, TestContext.Current.CancellationToken))[0];
            Assert.Equal((HistoryActions.Release, "the bakery moved", "page:visitor0"), (entry.Action, entry.Why, entry.Who));
        });
    }

    [Fact]
    public async Task A_control_plane_IP_that_a_file_names_can_not_be_released_and_the_page_says_why()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        var own = host.Ledger.View.Holdings("madrid", null, null, 100).Single(holding => holding.Kind == ClaimKind.ControlPlaneIp);
        await chromium.VisitAsync(host, async page =>
        {
            await page.GotoAsync($"/sites/madrid/reservations/{own.Id}/release");
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("that is changed by its file alone");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Release" })).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task A_form_without_the_proof_of_our_page_changes_nothing()
    {
        await using var host = await PageHost.StartAsync(Estates.Madrid);
        await chromium.VisitAsync(host, async page =>
        {
            var last = host.Ledger.View.LastEntry;
            var status = await page.EvaluateAsync<int>("""
                async () => (await fetch("/sites/madrid/reserve", { method: "POST", body: new URLSearchParams({ segment: "k8s", kind: "load-balancer", owner: "bakery", count: "1", step: "reserve" }) })).status
                """);
            Assert.Equal(403, status);
            Assert.Equal(last, host.Ledger.View.LastEntry);
        });
    }
}
