using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>
/// What a conflict is between: a claim, or several that are one thing. Mentions that share an address in any role, file or range are one
/// host; the segments of a stretched network are one place, and an entry that they all write is one entry.
/// </summary>
public sealed class Party(IReadOnlyList<Claim> claims)
{
    /// <summary>In reading order, never empty.</summary>
    public IReadOnlyList<Claim> Claims { get; } = claims;

    public Claim First => Claims[0];

    public ClaimKind Kind => First.Kind;

    /// <summary>The claims that a range of addresses really meets.</summary>
    public IEnumerable<Claim> Touching(IpSet overlap) => Claims.Where(claim => overlap.Overlaps(claim.Range));
}
