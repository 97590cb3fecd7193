using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;

namespace Fairlead.Probes.Neighbours;

/// <summary>What a scan says of one address.</summary>
/// <param name="Reason">The one cause, in kebab-case.</param>
/// <param name="Holders">Who holds it, by when they were seen; several: two machines have one address. Empty unless it is in use.</param>
/// <param name="Proxies">Who answered for it without holding it.</param>
public sealed record AddressReading(
    IpAddr Address, Verdict Verdict, string Reason, IReadOnlyList<NeighbourSighting> Holders, IReadOnlyList<NeighbourSighting> Proxies)
{
    /// <summary>The reason of an address of this machine, whose own answers are not counted among the holders.</summary>
    public const string OwnAddress = "own-address";

    /// <summary>This machine holds it.</summary>
    public bool IsOwn => Reason == OwnAddress;

    /// <summary>Two machines hold it.</summary>
    public bool IsDuplicate => Holders.Count > (IsOwn ? 0 : 1);
}
