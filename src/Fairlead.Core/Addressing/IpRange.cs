using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Core.Addressing;

/// <summary>
/// Addresses of one family from <see cref="First"/> to <see cref="Last"/>, both included; never empty and never reversed.
/// The default value is no range (<see cref="IsNone"/>): every relation with it is false. Sorts by first, then last address.
/// </summary>
public readonly struct IpRange : IEquatable<IpRange>, IComparable<IpRange>, ISpanFormattable
{
    // Halves rather than two IpAddr: 40 bytes instead of 48, which counts in a set of millions.
    private readonly ulong _firstHigh;
    private readonly ulong _firstLow;
    private readonly ulong _lastHigh;
    private readonly ulong _lastLow;
    private readonly IpFamily _family;

    /// <exception cref="ArgumentException">
    /// An end is none, the families differ, or <paramref name="last"/> is below <paramref name="first"/>.
    /// </exception>
    public IpRange(IpAddr first, IpAddr last)
    {
        if (first.IsNone || last.IsNone) throw new ArgumentException("A range needs two addresses.");
        if (first.Family != last.Family) throw new ArgumentException($"A range is of one family, not from {first} to {last}.");
        if (last < first) throw new ArgumentException($"The last address {last} is below the first, {first}.", nameof(last));
        (_firstHigh, _firstLow) = Halves(first.Bits);
        (_lastHigh, _lastLow) = Halves(last.Bits);
        _family = first.Family;
    }

    public IpAddr First => IsNone ? default : IpAddr.FromBits(_family, FirstBits);

    public IpAddr Last => IsNone ? default : IpAddr.FromBits(_family, LastBits);

    public IpFamily Family => _family;

    public bool IsNone => _family == IpFamily.None;

    public bool IsSingle => !IsNone && FirstBits == LastBits;

    /// <summary>The number of addresses; 0 for the default value, and one too few (2^128-1) for all of IPv6.</summary>
    public UInt128 Count
    {
        get
        {
            if (IsNone) return 0;
            var steps = LastBits - FirstBits;
            return steps == UInt128.MaxValue ? steps : steps + 1;
        }
    }

    internal UInt128 FirstBits => new(_firstHigh, _firstLow);

    internal UInt128 LastBits => new(_lastHigh, _lastLow);

    /// <inheritdoc cref="IpRange(IpAddr, IpAddr)"/>
    public static IpRange Of(IpAddr first, IpAddr last) => new(first, last);

    /// <exception cref="ArgumentException">The address is none.</exception>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "Not the number type: IsSingle asks the same.")]
    public static IpRange Single(IpAddr address) => new(address, address);

    public bool Contains(IpAddr address)
    {
        if (IsNone || address.Family != _family) return false;
        var bits = address.Bits;
        return FirstBits <= bits && bits <= LastBits;
    }

    public bool Contains(IpRange other) => SameFamily(other) && FirstBits <= other.FirstBits && other.LastBits <= LastBits;

    /// <summary>At least one address is in both.</summary>
    public bool Overlaps(IpRange other) => SameFamily(other) && FirstBits <= other.LastBits && other.FirstBits <= LastBits;

    /// <summary>Every address sorts before every address of <paramref name="other"/>; so IPv4 is entirely before IPv6.</summary>
    public bool IsEntirelyBefore(IpRange other)
    {
        if (IsNone || other.IsNone) return false;
        return _family == other._family ? LastBits < other.FirstBits : _family < other._family;
    }

    /// <summary>No address in both and none between, on either side.</summary>
    public bool IsAdjacentTo(IpRange other) => SameFamily(other) && (EndsJustBefore(other) || other.EndsJustBefore(this));

    /// <summary>The addresses in both; false when there are none.</summary>
    public bool TryIntersect(IpRange other, out IpRange common)
    {
        var overlaps = Overlaps(other);
        common = overlaps ? OfBits(_family, UInt128.Max(FirstBits, other.FirstBits), UInt128.Min(LastBits, other.LastBits)) : default;
        return overlaps;
    }

    /// <summary>The prefix with exactly these addresses, if there is one.</summary>
    public bool TryToPrefix(out IpPrefix prefix)
    {
        var hostBits = FirstBits ^ LastBits;
        var exact = !IsNone && (FirstBits & hostBits) == 0 && IsLowMask(hostBits);
        prefix = exact ? IpPrefix.Of(First, _family.Width - (int)UInt128.PopCount(hostBits)) : default;
        return exact;
    }

    /// <summary>Strict: <c>first-last</c>, <c>network/length</c> or one address, without spaces.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpRange value, out AddressError error)
    {
        var read = TryRead(text, out value);
        error = read ? default : AddressDiagnosis.OfRange(text);
        return read;
    }

    /// <exception cref="FormatException">The text is not a range; the message says why and how to mend it.</exception>
    public static IpRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var value, out var error) ? value : throw new FormatException(error.ToString());
    }

    public bool Equals(IpRange other) =>
        _family == other._family && FirstBits == other.FirstBits && LastBits == other.LastBits;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IpRange other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_family, FirstBits, LastBits);

    public int CompareTo(IpRange other)
    {
        if (_family != other._family) return _family < other._family ? -1 : 1;
        var byFirst = FirstBits.CompareTo(other.FirstBits);
        return byFirst != 0 ? byFirst : LastBits.CompareTo(other.LastBits);
    }

    public static bool operator ==(IpRange left, IpRange right) => left.Equals(right);

    public static bool operator !=(IpRange left, IpRange right) => !left.Equals(right);

    public static bool operator <(IpRange left, IpRange right) => left.CompareTo(right) < 0;

    public static bool operator >(IpRange left, IpRange right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpRange left, IpRange right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpRange left, IpRange right) => left.CompareTo(right) >= 0;

    /// <summary><c>first-last</c>, or one address; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestRange];
        return new string(buffer[..AddressWriter.Write(this, buffer)]);
    }

    /// <summary>There is one format; both arguments are ignored.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>There is one format; the last two arguments are ignored. Writes 79 characters at most.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> buffer = stackalloc char[AddressWriter.LongestRange];
        return AddressWriter.TryCopy(buffer[..AddressWriter.Write(this, buffer)], destination, out charsWritten);
    }

    internal static IpRange OfBits(IpFamily family, UInt128 first, UInt128 last) =>
        new(IpAddr.FromBits(family, first), IpAddr.FromBits(family, last));

    private bool SameFamily(IpRange other) => !IsNone && _family == other._family;

    // In this order: when the first test holds, there is a next address, so that the sum cannot overflow.
    private bool EndsJustBefore(IpRange other) => LastBits < other.FirstBits && LastBits + 1 == other.FirstBits;

    /// <summary>Zeros, then ones (either may be missing).</summary>
    private static bool IsLowMask(UInt128 bits) => bits == UInt128.MaxValue || (bits & (bits + 1)) == 0;

    private static (ulong High, ulong Low) Halves(UInt128 bits) => ((ulong)(bits >> 64), (ulong)(bits & ulong.MaxValue));

    private static bool TryRead(ReadOnlySpan<char> text, out IpRange value)
    {
        value = default;
        var dash = text.IndexOf('-');
        if (dash >= 0) return TryReadEnds(text[..dash], text[(dash + 1)..], out value);

        if (text.Contains('/'))
        {
            if (!IpPrefix.TryRead(text, out var prefix)) return false;
            value = prefix.Range;
            return true;
        }

        if (!AddressReader.TryReadAddress(text, out var address)) return false;
        value = Single(address);
        return true;
    }

    private static bool TryReadEnds(ReadOnlySpan<char> firstText, ReadOnlySpan<char> lastText, out IpRange value)
    {
        value = default;
        if (!AddressReader.TryReadAddress(firstText, out var first) || !AddressReader.TryReadAddress(lastText, out var last)) return false;
        if (first.Family != last.Family || last < first) return false;
        value = new(first, last);
        return true;
    }
}
