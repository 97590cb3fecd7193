using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;
using Fairlead.Tests.Rules;
using Xunit;

namespace Fairlead.Tests.Joins;

/// <summary>Site files held against what outside systems hold: which scope is judged, who has an address, what is left.</summary>
public sealed class ObservedPlanTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - name: k8s
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            dnsServers: [10.20.0.2]
            addressing: dhcp
            dhcp:
              scopes: [{range: 10.20.0.100-10.20.0.199}]
        clusters:
          - name: shop
            segment: k8s
            controlPlane: {ip: 10.20.0.20, nodes: 3}
            nodePools: [{name: default, nodes: 3, autoscale: {min: 3, max: 5}}]
        """;

    [Fact]
    public void Leases_are_counted_by_who_has_them()
    {
        var plan = PlanOf(
            "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.117 reserve=10.20.0.117 lease-time=1h",
            "kea:a lease address=10.20.0.100 mac=00:50:56:00:00:01 name=shop-md-0",
            "kea:a lease address=10.20.0.101 mac=00:50:56:00:00:02",
            "kea:a lease address=10.20.0.102 mac=00:50:56:00:00:03 name=printer",
            "kea:a lease address=10.20.0.103 state=declined",
            "kea:a lease address=10.20.0.104 mac=00:50:56:00:00:04 state=ended",
            "vcenter:vc vm name=SHOP-cp-0 mac=00:50:56:00:00:02 power=off",
            "vcenter:vc network id=dvportgroup-1 name=k8s");

        var counts = Assert.Single(plan.Served).Leases!;
        Assert.Equal(new LeaseCounts(Nodes: 2, Others: 1, Declined: 1, Reserved: 1, Free: 13), counts);
        // Eighteen, less the reserved one, less those of others.
        var row = Assert.Single(plan.Capacity);
        Assert.Equal((15, 6, 16), ((int)row.Available, (int)row.Steady, (int)row.Peak));
        Assert.Equal("create fits, scale fits, upgrade is short by 1", ObservedWords.ProofText(row));
    }

    [Fact]
    public void Whether_addresses_suffice_is_judged_by_the_real_scope_alone()
    {
        Assert.DoesNotContain(PlanOf().Diagnostics, finding => finding.Rule.Id is "FL3006" or "FL3007");
        var real = PlanOf("kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.103 lease-time=8h", "kea:a no-leases x=y");
        Assert.Equal(["FL3006", "FL8601"], real.Diagnostics.Where(finding => finding.Severity > Severity.Info).Select(finding => finding.Rule.Id).Order());
        Assert.Contains(PlanOf().Diagnostics, finding => finding.Rule.Id == "FL3011");
        Assert.DoesNotContain(real.Diagnostics, finding => finding.Rule.Id == "FL3011");
    }

    [Fact]
    public void A_finding_about_a_real_scope_points_into_the_servers_configuration()
    {
        var finding = Assert.Single(PlanOf("kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.10-10.20.0.199 lease-time=8h").Diagnostics, each => each.Rule.Id == "FL2003");
        Assert.Equal(new SourceLocation("a.conf", 1, 1), finding.Related[0].Location);
    }

    [Fact]
    public void A_configuration_without_leases_leaves_the_count_of_others_as_it_is_written()
    {
        var served = Assert.Single(PlanOf("kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199 lease-time=8h").Served);
        Assert.Null(served.Leases);
        Assert.Equal("100 addresses; who has them is not known", ObservedWords.Leases(served));
    }

    [Fact]
    public void What_is_chosen_keeps_off_the_real_scope()
    {
        var site = Site.Replace("ip: 10.20.0.20", "ip: auto", StringComparison.Ordinal);
        Assert.Equal("10.20.0.3", Chosen(PlanOf(site)));
        Assert.Equal("10.20.0.60", Chosen(PlanOf(site, "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.3-10.20.0.59")));

        static string Chosen(Plan plan) => plan.Estate.Clusters.Single().ControlPlaneIps[0].Value.ToString();
    }

    [Fact]
    public void Who_has_an_address_is_told_from_lease_to_machine()
    {
        var world = ObservedLines.Read(Observed(
            "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199 reserve=10.20.0.7 mac=00:50:56:00:00:09",
            "kea:a lease address=10.20.0.101 mac=00:50:56:00:00:02",
            "vcenter:vc vm name=build-7 mac=00:50:56:00:00:02 power=off",
            "vcenter:vc vm name=jump mac=00:50:56:00:00:05 address=10.20.0.7",
            "vcenter:vc host name=esx1 address=10.20.0.8"));

        Assert.Equal(["lease VM build-7, powered off, 00:50:56:00:00:02, until 2026-11-22 13:00Z", "pool handed out (a.conf:1)"], Seen("10.20.0.101"));
        Assert.Equal(["reservation no name, 00:50:56:00:00:09 (a.conf:1)", "vm jump"], Seen("10.20.0.7"));
        Assert.Equal(["esxi-host esx1"], Seen("10.20.0.8"));
        Assert.Empty(Seen("10.20.0.9"));

        IEnumerable<string> Seen(string address) => world.SeenAt(IpRange.Parse(address), "default").Select(sighting => $"{sighting.Kind} {sighting.Text}");
    }

    [Fact]
    public void A_source_of_another_address_space_says_nothing_here()
    {
        var lines = ObservedLines.Read(Observed("kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.10-10.20.0.199"));
        var other = new ObservedWorld([.. lines.Observations.Select(each => new ObservationOutcome.Seen(each with { AddressSpace = "nat-7" }))], lines.At);
        Assert.DoesNotContain(Make(Site, other).Diagnostics, finding => finding.Rule.Id is "FL2003" or "FL8601");
    }

    [Fact]
    public void A_source_that_failed_is_shown_and_the_others_count()
    {
        var seen = ObservedLines.Read(Observed("kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.149"));
        var source = new ObservedSource(SourceKind.VCenter, "https://vc");
        var plan = Make(Site, new ObservedWorld([.. seen.Outcomes, new ObservationOutcome.Failed(source, FailureReason.TimedOut, "vcenter:https://vc gave no whole answer within 60 s.", "Look whether it hangs.", ObservedLines.Now)], ObservedLines.Now));

        Assert.Contains(plan.Diagnostics, finding => finding.Rule.Id == "FL8601");
        Assert.DoesNotContain(plan.Diagnostics, finding => finding.Rule.Id == "FL8609");
        Assert.True(plan.Observed.HasFailures);
        using var json = new MemoryStream();
        JsonReport.Write(plan, json);
        using var document = System.Text.Json.JsonDocument.Parse(json.ToArray());
        var sources = document.RootElement.GetProperty("observed").GetProperty("sources");
        Assert.Equal(("seen", "failed", "timed-out"), (sources[0].GetProperty("outcome").GetString(), sources[1].GetProperty("outcome").GetString(), sources[1].GetProperty("reason").GetString()));
        using var markdown = new MemoryStream();
        MarkdownReport.Write(plan, markdown);
        Assert.Contains("gave no whole answer", Encoding.UTF8.GetString(markdown.ToArray()), StringComparison.Ordinal);
        using var html = new MemoryStream();
        HtmlReport.Write(plan, html);
        Assert.Contains("gave no whole answer", Encoding.UTF8.GetString(html.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_source_failed_is_never_called_well()
    {
        var run = Run.Of("plan", Repository.PathOf("examples", "contoso"), "--observe", "kea:/nonexistent/kea.conf");

        Assert.Equal(4, run.ExitCode);
        Assert.DoesNotContain("Everything is well", run.Output, StringComparison.Ordinal);
        Assert.Contains("not everything could be read", run.Output, StringComparison.Ordinal);
        Assert.Contains("kea:/nonexistent/kea.conf can't be read", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_that_accepts_what_was_observed_is_no_fault_where_nothing_is_read()
    {
        var site = Site + "\noverrides: [{rule: FL8601, subject: madrid/segments/k8s, reason: the second server is not shown}]\n";
        Assert.DoesNotContain(PlanOf(site).Diagnostics, finding => finding.Rule.Id == "FL0008");
        Assert.True(Assert.Single(PlanOf(site, "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.149").Diagnostics, finding => finding.Rule.Id == "FL8601").IsOverridden);
        Assert.Contains(PlanOf(site, "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199").Diagnostics, finding => finding.Rule.Id == "FL0008");
    }

    private static Plan PlanOf(params string[] observed) => observed is [var first, ..] && first.Contains("apiVersion", StringComparison.Ordinal)
        ? Make(first, ObservedLines.Read(Observed(observed[1..])))
        : Make(Site, ObservedLines.Read(Observed(observed)));

    private static Plan Make(string site, ObservedWorld observed) =>
        Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(site)), new PlanOptions { AsOf = new DateOnly(2026, 11, 22), Observed = observed });

    private static IEnumerable<string> Observed(params string[] lines) => lines.Select(line => "# observed " + line);
}
