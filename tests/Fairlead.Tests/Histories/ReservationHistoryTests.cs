using Fairlead.Core.Addressing;
using Fairlead.Testing.Histories;
using Xunit;

namespace Fairlead.Tests.Histories;

/// <summary>The judge of the crash campaigns has to find a fault that was planted.</summary>
public class ReservationHistoryTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");

    private static readonly ReservationHistory.Granted OfA = new(A, "a", IpRange.Parse("10.0.0.1"));
    private static readonly ReservationHistory.Granted OfB = new(B, "b", IpRange.Parse("10.0.0.2"));

    private readonly ReservationHistory _history = new();

    public ReservationHistoryTests()
    {
        _history.Answered("k1", OfA);
        _history.Answered("k1", OfA);
        _history.Answered("k2", OfB);
    }

    [Fact]
    public void What_is_right_has_no_faults() =>
        Assert.Empty(_history.Check([OfA, OfB], [Made(1, A), Made(2, B)]));

    [Fact]
    public void A_lost_acknowledgement_is_found() =>
        Assert.Contains(_history.Check([OfA], [Made(1, A)]), fault => fault.Contains("lost", StringComparison.Ordinal));

    [Fact]
    public void A_key_answered_in_two_ways_is_found()
    {
        _history.Answered("k1", OfA with { Id = B });

        Assert.Contains(_history.Check([OfA, OfB], [Made(1, A), Made(2, B)]), fault => fault.Contains("2 ways", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_that_was_done_twice_is_found() =>
        Assert.Contains(_history.Check([OfA, OfB, new(new Guid("00000000-0000-0000-0000-00000000000c"), "b", IpRange.Parse("10.0.0.3"))], [Made(1, A), Made(2, B)]), fault => fault.Contains("asked once", StringComparison.Ordinal));

    [Fact]
    public void Addresses_that_two_hold_are_found() =>
        Assert.Contains(_history.Check([OfA, OfB with { Range = IpRange.Parse("10.0.0.1-10.0.0.2") }], [Made(1, A), Made(2, B)]), fault => fault.Contains("the same addresses", StringComparison.Ordinal));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public void A_gap_in_history_is_found(long first, long second) =>
        Assert.Contains(_history.Check([OfA, OfB], [Made(first, A), Made(second, B)]), fault => fault.Contains("in place", StringComparison.Ordinal));

    [Fact]
    public void Reservations_without_history_and_history_without_reservations_are_found()
    {
        Assert.Contains(_history.Check([OfA, OfB], [Made(1, A)]), fault => fault.Contains("came to be", StringComparison.Ordinal));
        Assert.Contains(_history.Check([OfA, OfB], [Made(1, A), Made(2, B), Made(3, Guid.Empty)]), fault => fault.Contains("is not there", StringComparison.Ordinal));
        Assert.Contains(_history.Check([OfA, OfB], [Made(1, A), Made(2, B), Made(3, B)]), fault => fault.Contains("2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void A_release_that_nobody_asked_for_is_found()
    {
        ReservationHistory.Entry[] history = [Made(1, A), Made(2, B), new(3, "reservation.release", A)];

        Assert.Contains(_history.Check([OfA, OfB], history), fault => fault.Contains("nobody asked for", StringComparison.Ordinal));
        _history.MayBeReleased(A);
        Assert.Empty(_history.Check([OfA, OfB], history));
    }

    private static ReservationHistory.Entry Made(long id, Guid reservation) => new(id, "reservation.create", reservation);
}
