using System.Text;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Joins;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Fairlead.Tests.Rules;
using Xunit;

namespace Fairlead.Tests.Joins;

/// <summary>What outside systems hold beside the answers of live checks.</summary>
public sealed class ObservedChecksTests
{
    private const string Subject = "madrid/clusters/shop/controlPlane/ip";

    [Fact]
    public void Silence_at_a_leased_address_is_in_use()
    {
        var result = Join(Silent(), "kea:a lease address=10.20.0.20 mac=00:50:56:00:00:01", "vcenter:vc vm name=build-7 mac=00:50:56:00:00:01 power=off");

        Assert.Equal((CheckOutcome.Failed, Verdict.InUse, "leased"), (result.Outcome, result.Verdict, result.Reason));
        Assert.Contains("VM build-7, powered off", result.Message, StringComparison.Ordinal);
        Assert.Contains(result.Evidence, evidence => evidence is { Kind: "lease", At: not null });
    }

    [Fact]
    public void Silence_stays_silence_where_nobody_holds_the_address()
    {
        Assert.Equal(Silent(), Join(Silent(), "kea:a lease address=10.20.0.21 mac=00:50:56:00:00:01"));
        // A reservation is no holder: it is named, and decides nothing.
        var reserved = Join(Silent(), "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199 reserve=10.20.0.20 mac=00:50:56:00:00:09");
        Assert.Equal((CheckOutcome.Passed, "reservation"), (reserved.Outcome, Assert.Single(reserved.Evidence).Kind));
    }

    [Fact]
    public void A_mac_that_answered_is_named_by_its_machine()
    {
        var answered = Silent() with { Outcome = CheckOutcome.Failed, Verdict = Verdict.InUse, Reason = "arp-reply", Evidence = [new("arp-reply", "10.20.0.20 is at 00:50:56:00:00:01 (VMware).")] };
        var result = Join(answered, "vcenter:vc vm name=jump mac=00:50:56:00:00:01");

        Assert.Equal("arp-reply", result.Reason);
        Assert.Equal("00:50:56:00:00:01 is an adapter of VM jump", result.Evidence[^1].Text);
    }

    [Theory]
    [InlineData("10.20.0.100-10.20.0.199", CheckOutcome.Passed, "addresses-left")]
    [InlineData("10.20.0.100-10.20.0.108", CheckOutcome.Warning, "addresses-short-at-peak")]
    [InlineData("10.20.0.100-10.20.0.104", CheckOutcome.Failed, "addresses-short")]
    public void What_is_left_is_counted(string pool, CheckOutcome outcome, string reason)
    {
        var open = new CheckResult { Check = DhcpChecks.Remaining, Subject = "madrid/segments/k8s/dhcp", Outcome = CheckOutcome.Unknown, Reason = "needs the server's leases", Message = "Not seen.", IsRequired = false };
        var result = Join(open, $"kea:a subnet prefix=10.20.0.0/24 pool={pool} lease-time=1h", "kea:a lease address=10.20.0.100 mac=00:50:56:00:00:01 name=printer");

        Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
        Assert.Contains("1 with others", result.Message, StringComparison.Ordinal);
        Assert.Equal("leases", Assert.Single(result.Evidence).Kind);
    }

    [Fact]
    public void What_is_left_stays_unknown_where_leases_are_not_known()
    {
        var open = new CheckResult { Check = DhcpChecks.Remaining, Subject = "madrid/segments/k8s/dhcp", Outcome = CheckOutcome.Unknown, Reason = "needs the server's leases", Message = "Not seen." };
        Assert.Equal(open, Join(open, "kea:a subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199"));
    }

    private static CheckResult Silent() => new() { Check = ArpChecks.ControlPlaneIp, Subject = Subject, Outcome = CheckOutcome.Passed, Verdict = Verdict.NoAnswer, Reason = "no-reply", Message = "Nobody answers." };

    private static CheckResult Join(CheckResult result, params string[] observed)
    {
        const string site = """
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: kubernetes-vsphere
            segments:
              - {name: k8s, prefix: 10.20.0.0/24, gateway: 10.20.0.1, dnsServers: [10.20.0.2], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.20.0.100-10.20.0.199}]}}
            clusters:
              - {name: shop, segment: k8s, controlPlane: {ip: 10.20.0.20, nodes: 3}, nodePools: [{name: default, nodes: 3}]}
            """;
        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(site)), new PlanOptions { AsOf = new DateOnly(2026, 11, 22), Observed = ObservedLines.Read(observed.Select(line => "# observed " + line)) });
        return Assert.Single(ObservedChecks.Join(new CheckReport(CheckSamples.Vantage, [result]), plan).Results);
    }
}
