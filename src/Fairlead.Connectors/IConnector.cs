using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>Reads one outside system. It never changes it.</summary>
public interface IConnector
{
    ObservedSource Source { get; }

    /// <summary>Whatever is wrong with the source is a <see cref="ObservationOutcome.Failed"/>; the caller's cancellation alone throws.</summary>
    Task<ObservationOutcome> ObserveAsync(CancellationToken ct);
}
