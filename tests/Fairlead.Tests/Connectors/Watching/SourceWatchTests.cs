using System.Runtime.CompilerServices;
using Fairlead.Connectors;
using Fairlead.Connectors.Watching;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.Watching;

public sealed class SourceWatchTests
{
    private static readonly ObservedSource Source = new(SourceKind.Csv, "x");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, null, 300, 300)]
    [InlineData(1, FailureReason.Unreachable, 300, 300)]
    [InlineData(2, FailureReason.Unreachable, 300, 600)]
    [InlineData(9, FailureReason.Unreachable, 300, 3600)]
    [InlineData(1000, FailureReason.TimedOut, 10, 3600)]
    [InlineData(1, FailureReason.NotAuthenticated, 10, 900)] // accounts lock
    [InlineData(9, FailureReason.Unreachable, 86_400, 86_400)] // never more often than it is read
    public void Pauses_grow_with_failures_up_to_an_hour(int failures, FailureReason? reason, int every, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), SourceWatch.PauseAfter(failures, reason, TimeSpan.FromSeconds(every)));

    [Fact]
    public async Task A_system_that_tells_of_changes_is_followed_and_begun_anew_after_a_failure()
    {
        var following = new Following();
        var seen = new List<string>();
        await foreach (var outcome in SourceWatch.WatchAsync(following, TimeSpan.FromTicks(1), TimeProvider.System, Ct))
        {
            seen.Add(outcome is ObservationOutcome.Failed failed ? failed.Reason.ToString() : "seen");
            if (seen.Count == 6)
                break;
        }

        Assert.Equal(["seen", "seen", "Unreachable", "seen", "seen", "Unreachable"], seen);
        Assert.Equal(2, following.Ended);
    }

    [Fact]
    public async Task A_password_file_that_is_not_there_is_a_failure_and_not_the_end()
    {
        await foreach (var outcome in SourceWatch.WatchAsync(new Unusable(), TimeSpan.FromMinutes(1), TimeProvider.System, Ct))
        {
            Assert.Contains("can't be read", Assert.IsType<ObservationOutcome.Failed>(outcome).Message, StringComparison.Ordinal);
            break;
        }
    }

    private sealed class Following : IFollowingConnector
    {
        public int Ended { get; private set; }

        public ObservedSource Source => SourceWatchTests.Source;

        public Task<ObservationOutcome> ObserveAsync(CancellationToken ct) => throw new InvalidOperationException("It is followed.");

        public async IAsyncEnumerable<ObservationOutcome> FollowAsync([EnumeratorCancellation] CancellationToken ct)
        {
            try
            {
                for (var i = 0; i < 2; i++)
                {
                    await Task.Yield();
                    yield return new ObservationOutcome.Seen(new Observation { Source = Source, ReadAt = DateTimeOffset.UnixEpoch });
                }

                yield return new ObservationOutcome.Failed(Source, FailureReason.Unreachable, "it ended", "", DateTimeOffset.UnixEpoch);
            }
            finally
            {
                Ended++;
            }
        }
    }

    private sealed class Unusable : IConnector
    {
        public ObservedSource Source => SourceWatchTests.Source;

        public Task<ObservationOutcome> ObserveAsync(CancellationToken ct) => throw new UnusableInputException("password-file=x can't be read");
    }
}
