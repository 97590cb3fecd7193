using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Fairlead.Core.Addressing;

/// <summary>Finds out what is wrong with a text that <see cref="AddressReader"/> or a prefix or range parser has refused.</summary>
internal static class AddressDiagnosis
{
    private const int LongestQuote = 50;
    private const string AddressExample = "write an address such as 10.0.0.1 or 2001:db8::1";

    private static readonly SearchValues<char> V4Characters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:");

    internal static AddressError OfAddress(ReadOnlySpan<char> text)
    {
        if (TryFindForeignCharacter(text, out var error)) return error;

        var quote = Quote(text);
        if (text.Contains('/'))
        {
            return new(
                AddressErrorKind.UnexpectedPrefix,
                $"{quote} is a prefix, not an address",
                $"write one address, without {Shorten(text[text.IndexOf('/')..])}");
        }

        if (text.Contains('-') && AddressReader.TryReadAddress(text[..text.IndexOf('-')], out _))
        {
            return new(AddressErrorKind.UnexpectedRange, $"{quote} is a range, not an address", "write one address");
        }

        return text.Contains(':') ? OfV6(text, quote) : OfV4(text, quote);
    }

    internal static AddressError OfPrefix(ReadOnlySpan<char> text)
    {
        if (TryFindForeignCharacter(text, out var error)) return error;

        var quote = Quote(text);
        var slash = text.IndexOf('/');
        if (slash < 0) return OfMissingSlash(text, quote);
        if (slash == 0) return new(AddressErrorKind.Empty, $"{quote} has no address before the slash", "write a prefix such as 10.0.0.0/8");

        var addressText = text[..slash];
        if (!AddressReader.TryReadAddress(addressText, out var address)) return OfAddress(addressText);

        var lengthText = text[(slash + 1)..];
        return AddressReader.TryReadLength(lengthText, (uint)address.Family.Width, out var length)
            ? OfHostBits(address, IpPrefix.Of(address, length), quote)
            : OfLength(lengthText, address, quote);
    }

    internal static AddressError OfRange(ReadOnlySpan<char> text)
    {
        if (TryFindForeignCharacter(text, out var error)) return error;

        var dash = text.IndexOf('-');
        if (dash < 0) return text.Contains('/') ? OfPrefix(text) : OfAddress(text);

        var quote = Quote(text);
        var firstText = text[..dash];
        var lastText = text[(dash + 1)..];
        if (firstText.IsEmpty || lastText.IsEmpty)
        {
            return new(
                AddressErrorKind.Empty,
                $"{quote} lacks its {(firstText.IsEmpty ? "first" : "last")} address",
                "write first-last, such as 10.0.0.1-10.0.0.9");
        }

        if (!AddressReader.TryReadAddress(firstText, out var first)) return OfAddress(firstText);
        if (!AddressReader.TryReadAddress(lastText, out var last)) return OfLastEnd(lastText, first, quote);

        return first.Family != last.Family
            ? new(AddressErrorKind.MixedFamilies, $"{quote} runs from one family to the other", "write two ranges, one of each")
            : new(AddressErrorKind.ReversedRange, $"{quote} ends below its start", $"write {last}-{first}");
    }

    /// <summary>What is wrong in any of the three forms, wherever it stands.</summary>
    private static bool TryFindForeignCharacter(ReadOnlySpan<char> text, out AddressError error)
    {
        error = default;
        if (text.IsEmpty)
        {
            error = new(AddressErrorKind.Empty, "there is no address", AddressExample);
        }
        else if (ContainsWhiteSpace(text))
        {
            error = new(AddressErrorKind.Whitespace, $"{Quote(text)} contains white space", "remove the white space");
        }
        else if (text.ContainsAny('[', ']'))
        {
            error = new(
                AddressErrorKind.Brackets,
                $"{Quote(text)} contains square brackets",
                "write the address alone, without brackets or port");
        }
        else if (text.Contains('%'))
        {
            error = new(
                AddressErrorKind.ZoneIndex,
                $"{Quote(text)} has a zone index",
                "remove the zone index, from '%' to the end of the interface name");
        }

        return error.Kind != AddressErrorKind.None;
    }

    private static AddressError OfV4(ReadOnlySpan<char> text, string quote)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Contains(".0x", StringComparison.OrdinalIgnoreCase))
        {
            return new(AddressErrorKind.Hexadecimal, $"{quote} is hexadecimal", "write four decimal parts, such as 10.0.0.1");
        }

        if (text.ContainsAnyExcept(V4Characters))
        {
            return new(AddressErrorKind.NotAnAddress, $"{quote} is not an IP address", AddressExample);
        }

        var parts = text.Count('.') + 1;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty) return new(AddressErrorKind.NotAnAddress, $"{quote} has an empty part", AddressExample);
            if (part is not "0" && part[0] == '0') return OfLeadingZero(part, quote);
        }

        if (parts > 4) return new(AddressErrorKind.NotAnAddress, $"{quote} has {parts} parts", "an IPv4 address has four");

        return parts < 4
            ? new(AddressErrorKind.ShortForm, $"{quote} is not a full IPv4 address", "write all four decimal parts, such as 10.0.0.1")
            : new(AddressErrorKind.PartOutOfRange, $"{quote} has a part above 255", "the parts of an IPv4 address are 0 to 255");
    }

    private static AddressError OfV6(ReadOnlySpan<char> text, string quote)
    {
        var lastColon = text.LastIndexOf(':');
        if (AddressReader.TryReadV4(text[..lastColon], out _))
        {
            return new(AddressErrorKind.Port, $"{quote} has a port", $"write the address alone, {text[..lastColon]}");
        }

        if (text.Contains('.')) return OfDottedV6(text[..(lastColon + 1)], text[(lastColon + 1)..], quote);

        string reason;
        if (text.ContainsAnyExcept(V6Characters)) reason = "is not an IP address";
        else if (text.IndexOf("::") != text.LastIndexOf("::")) reason = "has more than one '::'";
        else if (HasLongGroup(text)) reason = "has a group of more than four digits";
        else if (text.Count(':') > 7) reason = "has too many groups for an IPv6 address";
        else if (text.Contains("::", StringComparison.Ordinal)) reason = "has too many groups or colons for an IPv6 address";
        else reason = "has not the eight groups of an IPv6 address";
        return new(AddressErrorKind.NotAnAddress, $"{quote} {reason}", AddressExample);
    }

    private static AddressError OfDottedV6(ReadOnlySpan<char> head, ReadOnlySpan<char> tail, string quote)
    {
        if (!AddressReader.TryReadV4(tail, out var v4)
            || !AddressReader.TryReadAddress($"{head}{v4 >> 16:x}:{v4 & 0xFFFF:x}", out var address))
        {
            return new(AddressErrorKind.NotAnAddress, $"{quote} is not an IP address", AddressExample);
        }

        return new(
            AddressErrorKind.EmbeddedIpv4,
            $"{quote} has a dotted IPv4 address inside",
            $"write {address}, or {tail} for the IPv4 address");
    }

    private static bool HasLongGroup(ReadOnlySpan<char> text)
    {
        foreach (var group in text.Split(':'))
        {
            if (text[group].Length > 4) return true;
        }

        return false;
    }

    private static AddressError OfMissingSlash(ReadOnlySpan<char> text, string quote)
    {
        if (AddressReader.TryReadAddress(text, out var address))
        {
            return new(
                AddressErrorKind.MissingPrefixLength,
                $"{quote} is an address, not a prefix",
                $"add the prefix length; the address alone is {address}/{address.Family.Width}");
        }

        var error = OfAddress(text);
        return error.Kind == AddressErrorKind.UnexpectedRange
            ? error with { Message = $"{quote} is a range, not a prefix", Hint = "write a prefix such as 10.0.0.0/8" }
            : error;
    }

    private static AddressError OfHostBits(IpAddr address, IpPrefix prefix, string quote) =>
        new(AddressErrorKind.HostBitsSet, $"{quote} has host bits set", $"write {prefix} or the single address {address}");

    private static AddressError OfLength(ReadOnlySpan<char> text, IpAddr address, string quote)
    {
        var width = address.Family.Width;
        if (text.IsEmpty)
        {
            return new(
                AddressErrorKind.Empty,
                $"{quote} has no prefix length after the slash",
                $"write a length from 0 to {width}");
        }

        if (AddressReader.TryReadV4(text, out var netmask)) return OfNetmask(netmask, address, quote);

        if (text.ContainsAnyExceptInRange('0', '9'))
        {
            return new(
                AddressErrorKind.PrefixLengthNotANumber,
                $"{quote} has no decimal prefix length",
                $"write a length from 0 to {width}");
        }

        return text[0] == '0'
            ? OfLeadingZero(text, quote)
            : new(
                AddressErrorKind.PrefixLengthOutOfRange,
                $"{quote} has a prefix length above {width}",
                $"write a length from 0 to {width}");
    }

    private static AddressError OfNetmask(uint netmask, IpAddr address, string quote)
    {
        var length = BitOperations.LeadingZeroCount(~netmask);
        var isContiguous = length == BitOperations.PopCount(netmask);
        return new(
            AddressErrorKind.PrefixLengthNotANumber,
            $"{quote} has a netmask instead of a prefix length",
            isContiguous && address.IsV4 ? $"write {IpPrefix.Of(address, length)}" : $"write a length from 0 to {address.Family.Width}");
    }

    private static AddressError OfLeadingZero(ReadOnlySpan<char> number, string quote)
    {
        var mended = number.TrimStart('0');
        return new(
            AddressErrorKind.LeadingZero,
            $"{quote} has a number with a leading zero, which some programs read as octal",
            $"write {Shorten(mended.IsEmpty ? "0" : mended)} instead of {Shorten(number)}");
    }

    /// <summary>10.0.0.1-20 is common elsewhere, so the hint spells it out.</summary>
    private static AddressError OfLastEnd(ReadOnlySpan<char> text, IpAddr first, string quote)
    {
        if (!first.IsV4 || !AddressReader.TryReadLength(text, highest: 255, out var octet)) return OfAddress(text);
        var last = IpAddr.FromV4(((uint)first.Bits & 0xFFFF_FF00) | (uint)octet);
        var hint = last < first ? "write both addresses in full" : $"write {first}-{last}";
        return new(AddressErrorKind.ShortForm, $"{quote} gives its last address in short", hint);
    }

    private static bool ContainsWhiteSpace(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character)) return true;
        }

        return false;
    }

    private static string Quote(ReadOnlySpan<char> text) => $"'{Shorten(text)}'";

    /// <summary>Safe to print: of bounded length, and without characters that steer a terminal or turn the text around.</summary>
    private static string Shorten(ReadOnlySpan<char> text)
    {
        var kept = text.Length <= LongestQuote ? text : text[..(LongestQuote - 1)];
        Span<char> buffer = stackalloc char[LongestQuote];
        for (var i = 0; i < kept.Length; i++) buffer[i] = IsPrintable(kept[i]) ? kept[i] : '\uFFFD';
        if (kept.Length < text.Length) buffer[kept.Length] = '…';
        return new string(buffer[..Math.Min(text.Length, LongestQuote)]);
    }

    private static bool IsPrintable(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
