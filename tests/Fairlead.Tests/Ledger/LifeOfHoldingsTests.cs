using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Xunit;

namespace Fairlead.Tests.Ledger;

public class LifeOfHoldingsTests
{
    [Fact]
    public void A_released_load_balancer_address_rests_for_four_hours()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var id = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60")).Holding.Id;

        var released = Assert.IsType<Granted>(ledger.Release(id)).Holding;

        Assert.Equal((HoldingState.Quarantined, Drafts.Noon.AddHours(4)), (released.State, released.Until));
        ledger.Pass(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Contains("quarantine", Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.60")).Holder, StringComparison.Ordinal);
        ledger.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(ledger.Find("10.20.0.60"));
        Assert.IsType<Granted>(ledger.Reserve("bank", "10.20.0.60"));
    }

    [Fact]
    public void Its_former_owner_may_have_it_back_out_of_quarantine()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var id = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60")).Holding.Id;
        ledger.Release(id);

        var again = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60"));

        Assert.Equal((id, HoldingState.Reserved, true), (again.Holding.Id, again.Holding.State, again.IsNew));
        ledger.Pass(TimeSpan.FromDays(30));
        Assert.Equal(HoldingState.Reserved, ledger.At("10.20.0.60").State);
    }

    [Fact]
    public void A_control_plane_IP_that_was_active_is_released_only_after_it_was_seen_silent()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var id = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60", ClaimKind.ControlPlaneIp)).Holding.Id;
        ledger.Activate(id);

        Assert.Equal(RefusalReason.Immutable, Assert.IsType<Refused>(ledger.Release(id)).Reason);
        ledger.Pass(TimeSpan.FromMinutes(1));
        ledger.See("10.20.0.60", answered: true);
        Assert.Contains("answered", Assert.IsType<Refused>(ledger.Release(id)).Message, StringComparison.Ordinal);
        ledger.Pass(TimeSpan.FromMinutes(1));
        ledger.See("10.20.0.60", answered: false);
        var released = Assert.IsType<Granted>(ledger.Release(id)).Holding;

        Assert.Equal(Drafts.Noon.AddDays(7).AddMinutes(2), released.Until);
        Assert.Equal(RefusalReason.Immutable, Assert.IsType<Refused>(ledger.Reserve("shop", "10.20.0.61", ClaimKind.ControlPlaneIp)).Reason);
    }

    [Fact]
    public void A_reservation_that_nobody_used_in_time_is_released()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        ledger.Reserve("shop", "10.20.0.60", until: Drafts.Noon.AddHours(1));
        var used = Assert.IsType<Granted>(ledger.Reserve("bank", "10.20.0.61", until: Drafts.Noon.AddHours(1))).Holding.Id;
        ledger.Activate(used);

        ledger.Pass(TimeSpan.FromHours(1));

        Assert.Equal(HoldingState.Quarantined, ledger.At("10.20.0.60").State);
        Assert.Equal(HoldingState.Active, ledger.At("10.20.0.61").State);
        Assert.Equal(("fairlead", HistoryActions.Expire), (ledger.LastWrite!.Entries[^1].Who, ledger.LastWrite.Entries[^1].Action));
    }

    [Fact]
    public void A_member_that_answers_makes_a_reservation_active()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        ledger.Reserve("shop", "10.20.0.60");
        ledger.Reserve("bank", "10.20.0.61");

        ledger.See("10.20.0.60", answered: true, byMember: true);
        ledger.See("10.20.0.61", answered: true);

        Assert.Equal(HoldingState.Active, ledger.At("10.20.0.60").State);
        Assert.Equal(HoldingState.Reserved, ledger.At("10.20.0.61").State);
    }

    [Fact]
    public void Every_change_is_in_the_history_with_who_and_why_before_and_after()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var id = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60")).Holding.Id;
        var created = Assert.Single(ledger.LastWrite!.Entries);
        ledger.Release(id);
        var released = Assert.Single(ledger.LastWrite.Entries);

        Assert.Equal(("oidc:alice", "a new shop", HistoryActions.Reserve, "madrid", $"madrid/reservations/{id}"), (created.Who, created.Why, created.Action, created.Site, created.Subject));
        Assert.Null(created.Before);
        Assert.Equal(created.After, released.Before);
        Assert.Contains("\"quarantined\"", released.After, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        var refused = Assert.IsType<Refused>(new Drafts(SampleSites.Madrid).Release(Guid.Empty));

        Assert.Equal(RefusalReason.NoSuchReservation, refused.Reason);
    }
}
