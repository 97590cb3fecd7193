using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Leases;

/// <summary>Values of lease files from bytes, without a string for any that is not kept.</summary>
internal static class LeaseText
{
    public static bool TryAddress(ReadOnlySpan<byte> text, out IpAddr address)
    {
        if (TryV4(text, out address))
            return true;
        const int longest = 45;
        Span<char> characters = stackalloc char[longest];
        if (text.Length is 0 or > longest || !Encoding.ASCII.TryGetChars(text, characters, out var written))
            return false;
        return IpAddr.TryParse(characters[..written], out address, out _);
    }

    public static bool TryMac(ReadOnlySpan<byte> text, out MacAddress mac)
    {
        mac = default;
        if (text.Length != 17)
            return false;
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        for (var i = 0; i < octets.Length; i++)
        {
            var (high, low) = (Digit(text[3 * i]), Digit(text[3 * i + 1]));
            if (high < 0 || low < 0 || (i > 0 && text[3 * i - 1] != (byte)':'))
                return false;
            octets[i] = (byte)(high << 4 | low);
        }

        mac = MacAddress.Read(octets);
        return true;
    }

    /// <summary>A client id in hexadecimal with colons; none where it is no such text, or only repeats the MAC.</summary>
    public static ClientId ClientId(ReadOnlySpan<byte> text, MacAddress? mac)
    {
        // Most repeat it, and those need no octets of their own.
        if (mac is { } own && text.Length == 20 && text.StartsWith("01:"u8) && TryMac(text[3..], out var repeated) && repeated == own)
            return default;
        return Core.Observations.ClientId.TryParse(text, out var id) ? id : default;
    }

    /// <summary>The same from octets: type 1 and the hardware address say nothing more than the MAC (RFC 2132, 9.14).</summary>
    public static ClientId ClientIdOf(ReadOnlySpan<byte> octets, MacAddress? mac) =>
        mac is { } own && octets is [1, _, _, _, _, _, _] && MacAddress.Read(octets[1..]) == own ? default : Core.Observations.ClientId.Of(octets);

    public static bool TryNumber(ReadOnlySpan<byte> text, out long number) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;

    private static bool TryV4(ReadOnlySpan<byte> text, out IpAddr address)
    {
        address = default;
        var (bits, octet, digits, octets) = (0u, 0u, 0, 0);
        foreach (var c in text)
        {
            if (c == (byte)'.')
            {
                if (digits == 0 || ++octets == 4)
                    return false;
                bits = bits << 8 | octet;
                (octet, digits) = (0, 0);
            }
            else if (c is >= (byte)'0' and <= (byte)'9')
            {
                // Strict as everywhere: no leading zero.
                if (digits > 0 && octet == 0)
                    return false;
                octet = octet * 10 + (uint)(c - (byte)'0');
                if (octet > 255)
                    return false;
                digits++;
            }
            else
            {
                return false;
            }
        }

        if (octets != 3 || digits == 0)
            return false;
        address = IpAddr.FromV4(bits << 8 | octet);
        return true;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
