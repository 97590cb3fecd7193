using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>A use of an address range: which, in which address space, for what, by whom, and where that is written.</summary>
public sealed class Claim
{
    public required string AddressSpace { get; init; }

    /// <summary>As written; a scope's exclusions are in <see cref="Less"/>.</summary>
    public required IpRange Range { get; init; }

    public required ClaimKind Kind { get; init; }

    /// <summary>Whose it is: a segment, a cluster, the resource bridge, the infrastructure. Claims of one owner share one instance.</summary>
    public required Subject Owner { get; init; }

    /// <summary>The path of what is claimed.</summary>
    public required Subject Subject { get; init; }

    public required SourceLocation Source { get; init; }

    public required Site Site { get; init; }

    /// <summary>The segment that it is, belongs to, or whose cluster owns it; null for what belongs to no segment.</summary>
    public Segment? Segment { get; init; }

    /// <summary>What is left out of <see cref="Range"/>.</summary>
    public IpSet Less { get; init; } = IpSet.Empty;

    /// <summary>The planner chose it.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Nobody wrote it: the profile's default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>What is really claimed: the range less what is left out of it.</summary>
    public IpSet Addresses => Less.IsEmpty ? IpSet.Of(Range) : IpSet.Of(Range).Except(Less);

    public override string ToString() => $"{Kind.NameOf()} {Range} ({Subject})";
}
