using Fairlead.Core.Addressing;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Tests.Addressing;

/// <summary>Addresses of both families, often close together and close to the ends, so that ranges meet.</summary>
public static class AddressGenerators
{
    private static readonly IpAddr[] Anchors =
    [
        IpAddr.FromV4(0), IpAddr.FromV4(0x0A00_0000), IpAddr.FromV4(uint.MaxValue - 40),
        IpAddr.FromV6(0), IpAddr.Parse("2001:db8::"), IpAddr.FromV6((UInt128.One << 64) - 20), IpAddr.FromV6(UInt128.MaxValue - 40),
    ];

    public static Arbitrary<IpAddr> Address() => AnyAddress.ToArbitrary();

    public static Arbitrary<IpRange> Range() => AnyRange.ToArbitrary();

    public static Arbitrary<IpPrefix> Prefix() =>
        (from address in AnyAddress
         from length in Gen.Choose(0, address.IsV4 ? 32 : 128)
         select IpPrefix.Of(address, length)).ToArbitrary();

    public static Arbitrary<IpSet> Set() => Arb.From(Gen.ListOf(AnyRange).Select(IpSet.Of), Shrink);

    private static Gen<IpAddr> NearAnchor =>
        from anchor in Gen.Elements(Anchors)
        from offset in Gen.Choose(0, 40)
        select anchor.TryAdd((UInt128)offset, out var address) ? address : anchor;

    private static Gen<IpAddr> Anywhere =>
        from isV4 in Gen.Elements(true, false)
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), 16)
        let bits = bytes.Aggregate(UInt128.Zero, (sum, next) => (sum << 8) | (UInt128)next)
        select isV4 ? IpAddr.FromV4((uint)(bits & uint.MaxValue)) : IpAddr.FromV6(bits);

    private static Gen<IpAddr> AnyAddress => Gen.Frequency((4, NearAnchor), (1, Anywhere));

    private static Gen<IpRange> AnyRange =>
        from one in AnyAddress
        from near in Gen.Choose(0, 12)
        from far in AnyAddress
        from isNear in Gen.Elements(true, true, false)
        let other = isNear || far.Family != one.Family ? (one.TryAdd((UInt128)near, out var up) ? up : one) : far
        select one <= other ? new IpRange(one, other) : new IpRange(other, one);

    private static IEnumerable<IpSet> Shrink(IpSet set) => set.Ranges.Select(set.Except);
}
