using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Probes.Arp;

/// <summary>An address or range to ask about, and what it is meant for.</summary>
/// <param name="Party">In words: <c>the control plane IP of madrid/shop</c>; empty for one named by hand.</param>
internal sealed record ArpTarget(CheckInfo Check, string Subject, SourceLocation? Location, IpRange Range, string Party)
{
    /// <summary>Whose members have to hold it; null for what belongs to no cluster.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The bridge whose machines have to hold it; null for what belongs to none.</summary>
    public Site? BridgeOf { get; init; }

    /// <summary>Its owner exists, so that it may be held.</summary>
    public bool IsActive { get; init; }

    /// <summary>When its owner exists, somebody must hold it: a control plane IP, not an address of a pool or a spare.</summary>
    public bool MustBeHeld { get; init; }

    /// <summary>A machine's own address, which shows who is a member.</summary>
    public bool IsMachine { get; init; }
}
