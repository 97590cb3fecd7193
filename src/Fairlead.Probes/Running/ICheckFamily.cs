namespace Fairlead.Probes.Running;

/// <summary>A set of live questions that are asked together.</summary>
public interface ICheckFamily
{
    /// <summary>What <c>--only</c> takes, and the part of its checks' ids before the point.</summary>
    string Name { get; }

    /// <summary>What a run with this request would send, without sending it.</summary>
    IReadOnlyList<Announcement> Announce(CheckRequest request);

    /// <summary>
    /// Asks everything that applies to the request and reports each answer. A question that can't be asked from here is reported as skipped with
    /// its reason; a fault of the network is an answer, never an exception.
    /// </summary>
    Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct);
}
