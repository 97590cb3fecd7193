using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Xunit;

namespace Fairlead.Tests.Ledger;

public class SitesInLedgerTests
{
    [Fact]
    public void The_control_plane_IP_of_a_file_is_held_for_its_cluster_from_then_on()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);

        var held = ledger.At("10.20.0.20");
        Assert.Equal((HoldingOrigin.File, HoldingState.Active, "madrid/clusters/shop"), (held.Origin, held.State, held.Owner));

        var loaded = Assert.IsType<SiteLoaded>(ledger.Put(SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "10.20.0.21", StringComparison.Ordinal)));
        Assert.Contains(loaded.Plan.Diagnostics, finding => finding.Rule.Id == "FL2005");
        Assert.Equal("madrid/clusters/shop", ledger.At("10.20.0.20").Owner);
        Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.20"));
        Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.21"));
    }

    [Fact]
    public void Deleting_and_loading_again_does_not_change_a_control_plane_IP()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);
        ledger.Delete("madrid");

        var loaded = Assert.IsType<SiteLoaded>(ledger.Put(SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "10.20.0.21", StringComparison.Ordinal)));

        Assert.Contains(loaded.Plan.Diagnostics, finding => finding.Rule.Id == "FL2005");
    }

    [Fact]
    public void It_is_let_go_when_no_site_names_it_and_it_was_seen_silent()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);
        var id = ledger.At("10.20.0.20").Id;
        ledger.Pass(TimeSpan.FromMinutes(1));
        ledger.See("10.20.0.20", answered: false);

        Assert.Equal(RefusalReason.FileOwned, Assert.IsType<Refused>(ledger.Release(id)).Reason);
        ledger.Put(SampleSites.Madrid);
        Assert.IsType<Granted>(ledger.Release(id));
    }

    [Fact]
    public void A_load_balancer_range_that_leaves_the_file_rests_before_others_get_it()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);
        ledger.Put(SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.30-10.20.0.39", "10.20.0.30-10.20.0.34", StringComparison.Ordinal));

        var resting = ledger.At("10.20.0.37");
        Assert.Equal((HoldingState.Quarantined, IpRange.Parse("10.20.0.35-10.20.0.39"), Drafts.Noon.AddHours(4)), (resting.State, resting.Range, resting.Until));
        Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.37"));
        ledger.Pass(TimeSpan.FromHours(4));
        Assert.IsType<Granted>(ledger.Reserve("bank", "10.20.0.37"));
    }

    [Fact]
    public void The_owner_that_puts_it_back_has_it_at_once()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);
        ledger.Put(SampleSites.Madrid);
        Assert.Equal(HoldingState.Quarantined, ledger.At("10.20.0.33").State);

        ledger.Put(SampleSites.Madrid + SampleSites.Shop);

        Assert.Equal(HoldingState.Active, ledger.At("10.20.0.33").State);
    }

    [Fact]
    public void A_reservation_that_a_file_names_is_active_and_stays_the_reservations_own()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var id = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.20", ClaimKind.ControlPlaneIp)).Holding.Id;

        ledger.Put(SampleSites.Madrid + SampleSites.Shop);

        var held = ledger.At("10.20.0.20");
        Assert.Equal((id, HoldingState.Active, HoldingOrigin.Reservation), (held.Id, held.State, held.Origin));
        ledger.Put(SampleSites.Madrid);
        Assert.Equal(HoldingState.Active, ledger.At("10.20.0.20").State);
    }

    [Fact]
    public void A_file_may_claim_what_somebody_reserved_and_that_is_a_known_conflict()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        ledger.Reserve("bank", "10.20.0.20");

        var loaded = Assert.IsType<SiteLoaded>(ledger.Put(SampleSites.Madrid + SampleSites.Shop));

        var finding = Assert.Single(loaded.Plan.Diagnostics, finding => finding.Rule.Id == "FL2004");
        Assert.Equal(("madrid/clusters/shop/controlPlane/ip", IpRange.Parse("10.20.0.20")), (finding.Subject.ToString(), Assert.Single(finding.Overlap!.Ranges)));
        Assert.Equal("madrid/clusters/bank", ledger.At("10.20.0.20").Owner);
    }

    [Fact]
    public void Two_files_with_one_address_are_both_stored_and_nobody_else_gets_it()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop, (SampleSites.Madrid + SampleSites.Shop).Replace("name: madrid", "name: lyon", StringComparison.Ordinal));

        Assert.NotEmpty(ledger.Draft.Sites.Plan.Diagnostics);
        Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.30"));
    }

    [Fact]
    public void Auto_is_reserved_first_and_stays_what_it_was()
    {
        var auto = SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "auto", StringComparison.Ordinal).Replace("[10.20.0.30-10.20.0.39]", "auto", StringComparison.Ordinal);
        var ledger = new Drafts(auto);
        Assert.Equal("madrid/clusters/shop", ledger.At("10.20.0.2").Owner);

        // Something takes the lowest place before it in the file: what was chosen once stays.
        var loaded = Assert.IsType<SiteLoaded>(ledger.Put(auto.Replace("    addressing: dhcp\n", "    addressing: dhcp\n    reserved: [{range: 10.20.0.7, for: a printer}]\n", StringComparison.Ordinal)));
        var chosen = loaded.Plan.Claims.Where(claim => claim.IsChosen).Select(claim => claim.Range).ToList();
        Assert.Equal([IpRange.Parse("10.20.0.2"), IpRange.Parse("10.20.0.3-10.20.0.6")], chosen);

        var bank = Assert.IsType<Granted>(ledger.Reserve("bank"));
        Assert.Equal(IpRange.Parse("10.20.0.8"), bank.Holding.Range);
    }

    [Fact]
    public void Files_that_can_not_be_used_change_nothing()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        var refused = Assert.IsType<NotLoadable>(ledger.Put(SampleSites.Madrid.Replace("10.20.0.0/24", "10.20.0.0/99", StringComparison.Ordinal)));

        Assert.Contains(refused.Plan.Diagnostics, finding => finding.IsUnusableInput);
        Assert.Equal(1, ledger.Draft.LastEntry);
    }

    [Fact]
    public void A_strict_site_with_errors_is_refused_and_another_is_stored_with_them()
    {
        var wrong = SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "10.20.0.110", StringComparison.Ordinal);

        Assert.True(Assert.IsType<NotLoadable>(new Drafts().Put(wrong.Replace("name: madrid\n", "name: madrid\npolicy: strict\n", StringComparison.Ordinal))).IsStrict);
        Assert.Contains(Assert.IsType<SiteLoaded>(new Drafts().Put(wrong)).Plan.Diagnostics, finding => finding.Rule.Id == "FL2003");
    }

    [Fact]
    public void A_revision_that_is_not_the_current_one_is_refused()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        Assert.Equal(RefusalReason.Stale, Assert.IsType<Refused>(ledger.Put(SampleSites.Madrid + SampleSites.Shop, revision: 7)).Reason);
        Assert.Equal(RefusalReason.Stale, Assert.IsType<Refused>(ledger.Put(SampleSites.Madrid + SampleSites.Shop, revision: 0)).Reason);
        Assert.Equal(2, Assert.IsType<SiteLoaded>(ledger.Put(SampleSites.Madrid + SampleSites.Shop, revision: 1)).Site!.Revision);
    }

    [Fact]
    public void The_same_files_again_are_no_change()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);
        var last = ledger.Draft.LastEntry;

        Assert.False(Assert.IsType<SiteLoaded>(ledger.Put(SampleSites.Madrid + SampleSites.Shop)).IsNew);
        Assert.Equal(last, ledger.Draft.LastEntry);
    }

    [Fact]
    public void An_override_that_expires_over_night_counts_no_more_in_the_morning()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "10.20.0.110", StringComparison.Ordinal) + "overrides: [{rule: FL2003, subject: madrid/clusters/shop, reason: it moves this week, expires: 2026-11-23}]\n");
        Assert.False(ledger.PlanForToday());
        Assert.False(ledger.Draft.Sites.Plan.HasFailures);

        ledger.Pass(TimeSpan.FromDays(3));

        Assert.True(ledger.PlanForToday());
        Assert.True(ledger.Draft.Sites.Plan.HasFailures);
    }
}
