using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>A connector whose system tells what changes, so that it need not be asked again and again.</summary>
public interface IFollowingConnector : IConnector
{
    /// <summary>The whole at once, and the whole again after each change; now and then also without one, to say that it is current. Ends after the first failure.</summary>
    IAsyncEnumerable<ObservationOutcome> FollowAsync(CancellationToken ct);
}
