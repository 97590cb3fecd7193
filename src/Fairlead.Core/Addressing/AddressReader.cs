namespace Fairlead.Core.Addressing;

/// <summary>
/// The strict grammar of addresses: says yes or no and allocates nothing. <see cref="AddressDiagnosis"/> says why not.
/// Only ASCII is ever accepted.
/// </summary>
internal static class AddressReader
{
    private const int GroupCount = 8;

    internal static bool TryReadAddress(ReadOnlySpan<char> text, out IpAddr value)
    {
        if (TryReadV4(text, out var v4))
        {
            value = IpAddr.FromV4(v4);
            return true;
        }

        if (TryReadV6(text, out var v6))
        {
            value = IpAddr.FromV6(v6);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Exactly four decimal parts up to 255 without leading zeros.</summary>
    internal static bool TryReadV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var at = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && !Skip('.', text, ref at)) return false;
            if (!TryReadDecimal(text, ref at, highest: 255, out var value)) return false;
            bits = (bits << 8) | value;
        }

        return at == text.Length;
    }

    /// <summary>A prefix length: decimal, no sign, no leading zero, up to <paramref name="highest"/>.</summary>
    internal static bool TryReadLength(ReadOnlySpan<char> text, uint highest, out int length)
    {
        var at = 0;
        var read = TryReadDecimal(text, ref at, highest, out var value);
        length = (int)value;
        return read && at == text.Length;
    }

    /// <summary>Eight groups of one to four hexadecimal digits, or fewer with one <c>::</c> for the rest (at least one).</summary>
    internal static bool TryReadV6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = default;
        var at = 0;
        var groups = 0;
        var gap = -1;
        UInt128 head = 0;
        UInt128 value = 0;

        if (text.StartsWith("::"))
        {
            gap = 0;
            at = 2;
        }

        while (at < text.Length)
        {
            if (groups == GroupCount || !TryReadGroup(text, ref at, out var group)) return false;
            value = (value << 16) | group;
            groups++;
            if (at == text.Length) break;
            if (!Skip(':', text, ref at) || at == text.Length) return false;
            if (!Skip(':', text, ref at)) continue;
            if (gap >= 0) return false;
            gap = groups;
            head = value;
            value = 0;
        }

        if (gap < 0)
        {
            bits = value;
            return groups == GroupCount;
        }

        // With no group before the gap the shift is by 128, that is by nothing, and the head is zero.
        bits = (head << (16 * (GroupCount - gap))) | value;
        return groups < GroupCount;
    }

    private static bool TryReadDecimal(ReadOnlySpan<char> text, ref int at, uint highest, out uint value)
    {
        value = 0;
        var start = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            if (at > start && value == 0) return false;
            value = (value * 10) + (uint)(text[at] - '0');
            if (value > highest) return false;
        }

        return at > start;
    }

    private static bool TryReadGroup(ReadOnlySpan<char> text, ref int at, out uint group)
    {
        group = 0;
        var start = at;
        for (; at < text.Length && char.IsAsciiHexDigit(text[at]); at++)
        {
            if (at - start == 4) return false;
            group = (group << 4) | HexValue(text[at]);
        }

        return at > start;
    }

    private static uint HexValue(char digit) => digit <= '9' ? (uint)(digit - '0') : (uint)((digit | 0x20) - 'a' + 10);

    private static bool Skip(char expected, ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }
}
