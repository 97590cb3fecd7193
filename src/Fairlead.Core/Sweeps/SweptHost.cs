using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Core.Sweeps;

/// <summary>An address that somebody answered for.</summary>
/// <param name="Macs">In the order in which they answered; a proxy's is left out where somebody else answered too.</param>
/// <param name="Names">What the segment's DNS servers call it.</param>
/// <param name="Claims">Who has it by the site files, but for the segment itself; none: nobody planned it.</param>
public sealed record SweptHost(IpAddr Address, SweptAs As, IReadOnlyList<SweptMac> Macs, IReadOnlyList<string> Names, IReadOnlyList<Claim> Claims);
