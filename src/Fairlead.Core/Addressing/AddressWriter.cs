namespace Fairlead.Core.Addressing;

/// <summary>Canonical text into a buffer that is long enough; returns the characters written.</summary>
internal static class AddressWriter
{
    internal const int LongestAddress = 39;
    internal const int LongestPrefix = LongestAddress + 4;
    internal const int LongestRange = (2 * LongestAddress) + 1;

    /// <summary>What a default value prints: visible in a message, and no parser accepts it.</summary>
    internal const string None = "(none)";

    internal static int Write(IpAddr value, Span<char> buffer) => value.Family switch
    {
        IpFamily.V4 => WriteV4((uint)value.Bits, buffer),
        IpFamily.V6 => WriteV6(value.Bits, buffer),
        _ => WriteText(None, buffer),
    };

    internal static int Write(IpPrefix value, Span<char> buffer)
    {
        var length = Write(value.Network, buffer);
        if (value.IsNone) return length;
        buffer[length++] = '/';
        return length + WriteDecimal((uint)value.Length, buffer[length..]);
    }

    internal static int Write(IpRange value, Span<char> buffer)
    {
        var length = Write(value.First, buffer);
        if (value.IsNone || value.IsSingle) return length;
        buffer[length++] = '-';
        return length + Write(value.Last, buffer[length..]);
    }

    /// <summary>Copies all of <paramref name="text"/> or nothing, as <see cref="ISpanFormattable"/> wants it.</summary>
    internal static bool TryCopy(ReadOnlySpan<char> text, Span<char> destination, out int charsWritten)
    {
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    private static int WriteText(string text, Span<char> buffer)
    {
        text.CopyTo(buffer);
        return text.Length;
    }

    private static int WriteV4(uint bits, Span<char> buffer)
    {
        var at = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            at += WriteDecimal((bits >> shift) & 0xFF, buffer[at..]);
            if (shift > 0) buffer[at++] = '.';
        }

        return at;
    }

    /// <summary>
    /// RFC 5952: lower case, no leading zeros, <c>::</c> for the first longest run of two zero groups or more.
    /// Never a dotted quad inside (its section 5 only recommends one), because the reader refuses that.
    /// </summary>
    private static int WriteV6(UInt128 bits, Span<char> buffer)
    {
        var (runStart, runLength) = LongestZeroRun(bits);
        var at = 0;
        for (var group = 0; group < 8; group++)
        {
            if (group == runStart)
            {
                buffer[at++] = ':';
                buffer[at++] = ':';
                group += runLength - 1;
                continue;
            }

            if (group > 0 && group != runStart + runLength) buffer[at++] = ':';
            at += WriteHex(Group(bits, group), buffer[at..]);
        }

        return at;
    }

    private static (int Start, int Length) LongestZeroRun(UInt128 bits)
    {
        var best = (Start: -1, Length: 1);
        var length = 0;
        for (var group = 0; group < 8; group++)
        {
            length = Group(bits, group) == 0 ? length + 1 : 0;
            if (length > best.Length) best = (group - length + 1, length);
        }

        return best.Start < 0 ? (-1, 0) : best;
    }

    private static uint Group(UInt128 bits, int index) => (uint)((bits >> (112 - (16 * index))) & 0xFFFF);

    private static int WriteDecimal(uint value, Span<char> buffer)
    {
        value.TryFormat(buffer, out var written, default, null);
        return written;
    }

    private static int WriteHex(uint value, Span<char> buffer)
    {
        value.TryFormat(buffer, out var written, "x", null);
        return written;
    }
}
