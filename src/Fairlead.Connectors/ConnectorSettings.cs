namespace Fairlead.Connectors;

/// <summary>What a connector may take, and the only clock it knows.</summary>
public sealed record ConnectorSettings
{
    public required TimeProvider Time { get; init; }

    /// <summary>Over everything that is read in one go.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Of a configuration, an export or one answer, in bytes. Lease files are streamed and have no limit.</summary>
    public long LargestDocument { get; init; } = 64 * 1024 * 1024;

    /// <summary>Where credentials may stand beside files: <c>FAIRLEAD_VCENTER_PASSWORD</c> and the like.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;
}
