using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Core.Addressing;

/// <summary>
/// A block of addresses with a common prefix, such as 10.0.0.0/8; its host bits are always zero. The default value is no prefix
/// (<see cref="IsNone"/>): it contains and overlaps nothing. Sorts by network, then the shorter (larger) prefix first.
/// </summary>
public readonly struct IpPrefix : IEquatable<IpPrefix>, IComparable<IpPrefix>, ISpanFormattable
{
    private readonly IpAddr _network;
    private readonly byte _length;

    private IpPrefix(IpAddr network, int length)
    {
        _network = network;
        _length = (byte)length;
    }

    /// <summary>The lowest address.</summary>
    public IpAddr Network => _network;

    /// <summary>0 to 32, or 0 to 128; 0 for the default value.</summary>
    public int Length => _length;

    public IpFamily Family => _network.Family;

    public bool IsNone => _network.IsNone;

    /// <summary>The same as <see cref="Network"/>.</summary>
    public IpAddr First => _network;

    public IpAddr Last => IsNone ? default : IpAddr.FromBits(Family, _network.Bits | Family.HostMask(_length));

    /// <summary>All addresses of the prefix, network and broadcast address included.</summary>
    public IpRange Range => IsNone ? default : new(First, Last);

    /// <summary>The number of addresses; 0 for the default value, and one too few (2^128-1) for ::/0.</summary>
    public UInt128 Count => Range.Count;

    /// <summary>IPv4 up to /30: a /31 (RFC 3021), a /32 and IPv6 have neither a network nor a broadcast address.</summary>
    public bool HasNetworkAndBroadcast => Family == IpFamily.V4 && _length <= 30;

    /// <summary>Masks on purpose: the prefix of that length that holds <paramref name="anyAddressInIt"/>.</summary>
    /// <exception cref="ArgumentException">The address is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or above 32 or 128.</exception>
    public static IpPrefix Of(IpAddr anyAddressInIt, int length)
    {
        var family = anyAddressInIt.Family;
        if (anyAddressInIt.IsNone) throw new ArgumentException("A prefix needs an address.", nameof(anyAddressInIt));
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, family.Width);
        return new(IpAddr.FromBits(family, anyAddressInIt.Bits & ~family.HostMask(length)), length);
    }

    public bool IsNetworkOrBroadcast(IpAddr address) => HasNetworkAndBroadcast && (address == First || address == Last);

    public bool Contains(IpAddr address) => !IsNone && address.Family == Family && Shares(address);

    public bool Contains(IpRange range) => Contains(range.First) && Contains(range.Last);

    public bool Contains(IpPrefix other) => _length <= other._length && Contains(other._network);

    /// <summary>Two prefixes overlap only when one contains the other.</summary>
    public bool Overlaps(IpPrefix other) => Contains(other) || other.Contains(this);

    /// <summary>Strict: an address in the form of <see cref="IpAddr.TryParse"/>, a slash, a decimal length; host bits are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix value, out AddressError error)
    {
        var read = TryRead(text, out value);
        error = read ? default : AddressDiagnosis.OfPrefix(text);
        return read;
    }

    /// <exception cref="FormatException">The text is not a prefix; the message says why and how to mend it.</exception>
    public static IpPrefix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var value, out var error) ? value : throw new FormatException(error.ToString());
    }

    public bool Equals(IpPrefix other) => _network == other._network && _length == other._length;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IpPrefix other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_network, _length);

    public int CompareTo(IpPrefix other)
    {
        var byNetwork = _network.CompareTo(other._network);
        return byNetwork != 0 ? byNetwork : _length.CompareTo(other._length);
    }

    public static bool operator ==(IpPrefix left, IpPrefix right) => left.Equals(right);

    public static bool operator !=(IpPrefix left, IpPrefix right) => !left.Equals(right);

    public static bool operator <(IpPrefix left, IpPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(IpPrefix left, IpPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpPrefix left, IpPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpPrefix left, IpPrefix right) => left.CompareTo(right) >= 0;

    /// <summary>As in 10.0.0.0/8; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestPrefix];
        return new string(buffer[..AddressWriter.Write(this, buffer)]);
    }

    /// <summary>There is one format; both arguments are ignored.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>There is one format; the last two arguments are ignored. Writes 43 characters at most.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestPrefix];
        return AddressWriter.TryCopy(buffer[..AddressWriter.Write(this, buffer)], destination, out charsWritten);
    }

    private bool Shares(IpAddr address) => (address.Bits & ~Family.HostMask(_length)) == _network.Bits;

    internal static bool TryRead(ReadOnlySpan<char> text, out IpPrefix value)
    {
        value = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !AddressReader.TryReadAddress(text[..slash], out var address)) return false;
        if (!AddressReader.TryReadLength(text[(slash + 1)..], (uint)address.Family.Width, out var length)) return false;
        var prefix = Of(address, length);
        if (prefix.Network != address) return false;
        value = prefix;
        return true;
    }
}
