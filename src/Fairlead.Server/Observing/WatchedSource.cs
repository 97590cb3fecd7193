using Fairlead.Core.Observations;

namespace Fairlead.Server.Observing;

/// <summary>A source that the server reads for a site.</summary>
/// <param name="Site">Whose segments and clusters are held against it.</param>
/// <param name="Every">How often it is read; one that tells of changes is read when there are some.</param>
/// <param name="Watch">Its outcomes, without end. Whatever is wrong with the source is one of them.</param>
public sealed record WatchedSource(string Site, ObservedSource Source, TimeSpan Every, Func<CancellationToken, IAsyncEnumerable<ObservationOutcome>> Watch);

/// <summary>What the server reads, and how long it remembers.</summary>
public sealed record Watching(IReadOnlyList<WatchedSource> Sources, TimeSpan Keep)
{
    public static TimeSpan UsualKeep { get; } = TimeSpan.FromDays(30);

    /// <summary>Nothing is read.</summary>
    public static Watching Nothing { get; } = new([], UsualKeep);
}
