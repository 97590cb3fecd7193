using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Xunit;

namespace Fairlead.Tests.Ledger;

public class ReserveTests
{
    [Fact]
    public void The_lowest_free_address_is_given_outside_of_everything_claimed()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        var first = Assert.IsType<Granted>(ledger.Reserve("shop"));

        Assert.Equal(IpRange.Parse("10.20.0.2"), first.Holding.Range);
        Assert.Equal("madrid/clusters/shop", first.Holding.Owner);
        Assert.Equal(HoldingState.Reserved, first.Holding.State);
        Assert.Equal(("oidc:alice", Drafts.Noon), (first.Holding.CreatedBy, first.Holding.CreatedAt));
        Assert.Equal(IpRange.Parse("10.20.0.200-10.20.0.254"), Assert.IsType<Granted>(new Drafts(SampleSites.Madrid).Reserve("bank", count: 55)).Holding.Range);
    }

    [Fact]
    public void What_is_full_says_what_is_left()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        var exhausted = Assert.IsType<Exhausted>(ledger.Reserve("shop", count: 100));

        Assert.Equal(("madrid/k8s", (UInt128)100), (exhausted.Segment, exhausted.Asked));
        Assert.Equal((UInt128)(51 + 46 + 55), exhausted.Left);
        Assert.Equal((UInt128)55, exhausted.Longest);
    }

    [Theory]
    [InlineData("10.20.0.1", "the gateway", "madrid.yaml:8", "10.20.0.2")]
    [InlineData("10.20.0.53", "DNS server", "madrid.yaml:9", "10.20.0.52")]
    [InlineData("10.20.0.110", "DHCP scope", "madrid.yaml:11", "10.20.0.99")]
    [InlineData("10.20.0.20", "control plane IP", "ledger", "10.20.0.19")]
    [InlineData("10.20.0.39-10.20.0.40", "load balancer", "madrid.yaml:18", "10.20.0.40-10.20.0.41")]
    public void A_refusal_names_the_holder_and_the_nearest_free_choice(string asked, string holder, string source, string nearest)
    {
        var held = Assert.IsType<AlreadyHeld>(new Drafts(SampleSites.Madrid + SampleSites.Shop).Reserve("bank", asked));

        Assert.Contains(holder, held.Holder, StringComparison.Ordinal);
        Assert.StartsWith(source, held.Source, StringComparison.Ordinal);
        Assert.Equal(IpRange.Parse(nearest), held.Nearest);
    }

    [Fact]
    public void A_reservation_of_somebody_else_is_in_the_way_and_the_same_one_again_is_not()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var first = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60-10.20.0.63"));

        var held = Assert.IsType<AlreadyHeld>(ledger.Reserve("bank", "10.20.0.63"));
        var again = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.60-10.20.0.63"));

        Assert.Equal(first.Holding.Id, held.Reservation);
        Assert.Contains("madrid/clusters/shop", held.Holder, StringComparison.Ordinal);
        Assert.Equal(IpRange.Parse("10.20.0.64"), held.Nearest);
        Assert.False(again.IsNew);
        Assert.Equal(first.Holding, again.Holding);
    }

    [Theory]
    [InlineData("shop", "10.21.0.5", ClaimKind.LoadBalancer, 1, "does not lie in segment")]
    [InlineData("shop", "10.20.0.255", ClaimKind.LoadBalancer, 1, "broadcast")]
    [InlineData("shop", "10.20.0.0", ClaimKind.LoadBalancer, 1, "network")]
    [InlineData("shop", "2001:db8::1", ClaimKind.LoadBalancer, 1, "does not lie in segment")]
    [InlineData("shop", null, ClaimKind.Gateway, 1, "can't be reserved")]
    [InlineData("shop", null, ClaimKind.LoadBalancer, 0, "0 addresses")]
    [InlineData("shop", null, ClaimKind.ControlPlaneIp, 2, "one control plane IP")]
    [InlineData(" ", null, ClaimKind.LoadBalancer, 1, "owner")]
    public void What_makes_no_sense_is_refused_with_its_reason(string owner, string? address, ClaimKind kind, int count, string said)
    {
        var refused = Assert.IsType<Refused>(new Drafts(SampleSites.Madrid).Reserve(owner, address, kind, count));

        Assert.Equal(RefusalReason.Unusable, refused.Reason);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sites_and_segments_that_are_not_there_are_named_with_the_nearest()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        Assert.Equal(RefusalReason.NoSuchSite, Assert.IsType<Refused>(new Drafts().Reserve("shop")).Reason);
        var refused = Assert.IsType<Refused>(ledger.Reserve("shop", segment: "k8z"));
        Assert.Equal((RefusalReason.NoSuchSegment, "did you mean k8s?"), (refused.Reason, refused.Hint));
    }

    [Fact]
    public void A_cluster_has_one_control_plane_IP()
    {
        var ledger = new Drafts(SampleSites.Madrid);
        var first = Assert.IsType<Granted>(ledger.Reserve("shop", kind: ClaimKind.ControlPlaneIp));

        var other = Assert.IsType<Refused>(ledger.Reserve("shop", "10.20.0.77", ClaimKind.ControlPlaneIp));
        var same = Assert.IsType<Granted>(ledger.Reserve("shop", kind: ClaimKind.ControlPlaneIp));

        Assert.Equal(RefusalReason.Immutable, other.Reason);
        Assert.Contains("10.20.0.2", other.Message, StringComparison.Ordinal);
        Assert.Equal((first.Holding.Id, false), (same.Holding.Id, same.IsNew));
    }

    [Fact]
    public void What_a_file_names_for_the_same_owner_is_the_same_claim()
    {
        var ledger = new Drafts(SampleSites.Madrid + SampleSites.Shop);

        var granted = Assert.IsType<Granted>(ledger.Reserve("shop", "10.20.0.30-10.20.0.34"));

        Assert.Equal(HoldingState.Active, granted.Holding.State);
        Assert.Contains(ledger.Rows, row => row is { IsExclusive: true, IsAccepted: true } && row.Range == IpRange.Parse("10.20.0.30-10.20.0.34"));
        Assert.Contains(ledger.Rows, row => row is { IsExclusive: true, IsAccepted: false } && row.Range == IpRange.Parse("10.20.0.35-10.20.0.39"));
    }

    [Fact]
    public void Nobody_gets_an_address_that_others_of_the_same_commit_got()
    {
        var ledger = new Drafts(SampleSites.Madrid);

        var given = Enumerable.Range(0, 152).Select(index => Assert.IsType<Granted>(ledger.Reserve($"c{index}")).Holding.Range).ToList();

        Assert.Equal(152, given.Distinct().Count());
        Assert.IsType<Exhausted>(ledger.Reserve("late"));
    }
}
