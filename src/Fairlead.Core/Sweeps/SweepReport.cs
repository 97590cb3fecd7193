using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;

namespace Fairlead.Core.Sweeps;

/// <summary>Who was there when a segment was asked, as far as one machine of the link can see.</summary>
public sealed record SweepReport
{
    public required Vantage Vantage { get; init; }

    /// <summary>As <c>site/segment</c>.</summary>
    public required string Segment { get; init; }

    /// <summary>What was asked, in order.</summary>
    public required IReadOnlyList<IpRange> Asked { get; init; }

    /// <summary>Frames that were broadcast.</summary>
    public required long Frames { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Who answered, by address.</summary>
    public required IReadOnlyList<SweptHost> Hosts { get; init; }

    /// <summary>Why not everybody was asked to the end (<c>interface-lost</c>, <c>no-carrier</c>, <c>address-changed</c>); null when everybody was.</summary>
    public string? Fault { get; init; }

    public int Count(SweptAs kind) => Hosts.Count(host => host.As == kind);

    /// <summary>Addresses that were asked.</summary>
    public UInt128 Addresses => Asked.Aggregate(UInt128.Zero, (sum, range) => sum + range.Count);
}
