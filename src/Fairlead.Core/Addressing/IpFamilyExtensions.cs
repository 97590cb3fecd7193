namespace Fairlead.Core.Addressing;

internal static class IpFamilyExtensions
{
    extension(IpFamily family)
    {
        /// <summary>Bits in an address: 32, 128, or 0 for <see cref="IpFamily.None"/>.</summary>
        internal int Width => family switch { IpFamily.V4 => 32, IpFamily.V6 => 128, _ => 0 };

        /// <summary>The highest address as a number; 0 for <see cref="IpFamily.None"/>.</summary>
        internal UInt128 HighestBits => family switch { IpFamily.V4 => uint.MaxValue, IpFamily.V6 => UInt128.MaxValue, _ => 0 };

        /// <summary>The host part of a prefix of this length: as many low ones as there are host bits.</summary>
        internal UInt128 HostMask(int prefixLength) =>
            // A shift by 128 would shift by nothing.
            prefixLength == family.Width ? UInt128.Zero : family.HighestBits >> prefixLength;
    }
}
