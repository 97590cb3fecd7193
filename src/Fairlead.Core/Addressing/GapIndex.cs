namespace Fairlead.Core.Addressing;

/// <summary>
/// Finds the next gap that fits. Addresses are numbers here; <see cref="GapIndex{T}"/> keeps them in the width of the family.
/// </summary>
internal abstract class GapIndex
{
    /// <summary>The number of gaps.</summary>
    internal abstract int Count { get; }

    /// <param name="extent">The size wanted, less one.</param>
    /// <param name="alignmentOrder">The first address is to be a multiple of two to this power.</param>
    /// <param name="from">The first address is not to be below this.</param>
    /// <param name="first">The lowest address that will do.</param>
    internal abstract bool TryFind(UInt128 extent, int alignmentOrder, UInt128 from, out UInt128 first);
}
