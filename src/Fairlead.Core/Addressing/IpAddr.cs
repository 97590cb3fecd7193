using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Core.Addressing;

/// <summary>
/// One IPv4 or IPv6 address. The default value is no address (<see cref="IsNone"/>): it sorts before every other, lies in no
/// prefix, range or set, and prints as <c>(none)</c>. The family is part of equality and order: all of IPv4 sorts before all of IPv6.
/// </summary>
public readonly struct IpAddr : IEquatable<IpAddr>, IComparable<IpAddr>, ISpanFormattable
{
    // Two halves rather than a UInt128, whose alignment would make this 32 bytes instead of 24.
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly IpFamily _family;

    private IpAddr(IpFamily family, UInt128 bits)
    {
        _family = family;
        _high = (ulong)(bits >> 64);
        _low = (ulong)(bits & ulong.MaxValue);
    }

    public IpFamily Family => _family;

    /// <summary>The address as a number, 0 to 2^32-1 or 2^128-1; 0 for the default value.</summary>
    public UInt128 Bits => new(_high, _low);

    public bool IsNone => _family == IpFamily.None;

    public bool IsV4 => _family == IpFamily.V4;

    public bool IsV6 => _family == IpFamily.V6;

    /// <summary>In 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291).</summary>
    public bool IsLinkLocal => _family switch
    {
        IpFamily.V4 => _low >> 16 == 0xA9FE,
        IpFamily.V6 => _high >> 54 == 0xFE80 >> 6,
        _ => false,
    };

    /// <summary>The last part of an IPv4 address.</summary>
    /// <exception cref="InvalidOperationException">This is not an IPv4 address.</exception>
    public byte LastOctet => IsV4 ? (byte)(_low & 0xFF) : throw new InvalidOperationException($"{this} is not an IPv4 address.");

    public static IpAddr FromV4(uint bits) => new(IpFamily.V4, bits);

    public static IpAddr FromV6(UInt128 bits) => new(IpFamily.V6, bits);

    /// <exception cref="ArgumentOutOfRangeException">The family is none, or the number is too large for it.</exception>
    public static IpAddr FromBits(IpFamily family, UInt128 bits)
    {
        if (family.Width == 0) throw new ArgumentOutOfRangeException(nameof(family), family, "An address is IPv4 or IPv6.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, family.HighestBits);
        return new(family, bits);
    }

    /// <summary>The address <paramref name="n"/> above this one; false when that is beyond the highest, or this is no address.</summary>
    public bool TryAdd(UInt128 n, out IpAddr result)
    {
        var fits = !IsNone && n <= _family.HighestBits - Bits;
        result = fits ? new(_family, Bits + n) : default;
        return fits;
    }

    /// <summary>The address <paramref name="n"/> below this one; false when that is below the lowest, or this is no address.</summary>
    public bool TrySubtract(UInt128 n, out IpAddr result)
    {
        var fits = !IsNone && n <= Bits;
        result = fits ? new(_family, Bits - n) : default;
        return fits;
    }

    /// <summary>False for the highest address of the family.</summary>
    public bool TryNext(out IpAddr next) => TryAdd(1, out next);

    /// <summary>False for the lowest address of the family.</summary>
    public bool TryPrevious(out IpAddr previous) => TrySubtract(1, out previous);

    /// <summary>
    /// Strict: IPv4 is four decimal parts without leading zeros; IPv6 is hexadecimal groups with at most one <c>::</c>, any case.
    /// No white space, short or dotted-in-IPv6 form, zone index, brackets or port.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddr value, out AddressError error)
    {
        var read = AddressReader.TryReadAddress(text, out value);
        error = read ? default : AddressDiagnosis.OfAddress(text);
        return read;
    }

    /// <exception cref="FormatException">The text is not an address; the message says why and how to mend it.</exception>
    public static IpAddr Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var value, out var error) ? value : throw new FormatException(error.ToString());
    }

    public bool Equals(IpAddr other) => _family == other._family && _high == other._high && _low == other._low;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IpAddr other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_family, _high, _low);

    public int CompareTo(IpAddr other)
    {
        if (_family != other._family) return _family < other._family ? -1 : 1;
        return _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);
    }

    public static bool operator ==(IpAddr left, IpAddr right) => left.Equals(right);

    public static bool operator !=(IpAddr left, IpAddr right) => !left.Equals(right);

    public static bool operator <(IpAddr left, IpAddr right) => left.CompareTo(right) < 0;

    public static bool operator >(IpAddr left, IpAddr right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpAddr left, IpAddr right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpAddr left, IpAddr right) => left.CompareTo(right) >= 0;

    /// <summary>Canonical text, for IPv6 as in RFC 5952 but never with a dotted quad, so that <see cref="TryParse"/> reads it back.</summary>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestAddress];
        return new string(buffer[..AddressWriter.Write(this, buffer)]);
    }

    /// <summary>There is one format; both arguments are ignored.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>There is one format; the last two arguments are ignored. Writes 39 characters at most.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestAddress];
        return AddressWriter.TryCopy(buffer[..AddressWriter.Write(this, buffer)], destination, out charsWritten);
    }
}
