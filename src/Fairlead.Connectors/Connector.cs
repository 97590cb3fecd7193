using System.Net.Sockets;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>What every connector does the same way: one limit of time over all of it, and one place where faults become values.</summary>
internal abstract class Connector(ObservedSource source, ConnectorSettings settings) : IConnector
{
    public ObservedSource Source { get; } = source;

    protected ConnectorSettings Settings { get; } = settings;

    public Task<ObservationOutcome> ObserveAsync(CancellationToken ct) => GuardAsync(ReadAsync, Settings.Timeout, ct);

    /// <summary>What <paramref name="read"/> gives; whatever is wrong with the source is a value.</summary>
    protected async Task<ObservationOutcome> GuardAsync(Func<CancellationToken, Task<Observation>> read, TimeSpan longest, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(read);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(longest);
        try
        {
            return new ObservationOutcome.Seen(await read(limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(FailureReason.TimedOut, $"{Source} gave no whole answer within {longest.TotalSeconds:0} s.", "Look whether the system hangs or is overloaded; timeout=SECONDS gives it longer.");
        }
        catch (SourceFailureException failure)
        {
            return Failed(failure.Reason, $"{Source}: {failure.Message}", failure.Hint);
        }
        catch (UnauthorizedAccessException exception)
        {
            return Failed(FailureReason.NotPermitted, $"{Source} can't be read: {exception.Message}", "Run Fairlead as a user who may read it, or read a copy.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(FailureReason.NotFound, $"{Source} can't be read: {exception.Message}", "Look at the path.");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return Failed(FailureReason.Unreachable, $"{Source} can't be read: {exception.Message}", "Look whether the system runs and can be reached from here.");
        }
    }

    /// <exception cref="SourceFailureException">The source can't be read.</exception>
    protected abstract Task<Observation> ReadAsync(CancellationToken ct);

    private ObservationOutcome.Failed Failed(FailureReason reason, string message, string hint) => new(Source, reason, message, hint, Settings.Time.GetUtcNow());
}
