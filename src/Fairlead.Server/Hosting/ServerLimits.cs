namespace Fairlead.Server.Hosting;

/// <summary>What one client may take of the server.</summary>
public sealed record ServerLimits
{
    /// <summary>Bytes. The largest site that Fairlead reads has a few MiB.</summary>
    public long Body { get; init; } = 8 * 1024 * 1024;

    /// <summary>Requests in each <see cref="RatePeriod"/>, per token or session; per address for callers without one.</summary>
    public int Rate { get; init; } = 500;

    /// <summary>Of at least a tenth of a second: no bucket is filled more often.</summary>
    public TimeSpan RatePeriod { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>How many may come at once before the rate counts.</summary>
    public int Burst { get; init; } = 4000;

    public int Connections { get; init; } = 4096;

    /// <summary>Until the headers are there.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until the answer begins; streams of events are free of it.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes per second, after <see cref="BodyGrace"/>.</summary>
    public double SlowestBody { get; init; } = 240;

    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(10);
}
