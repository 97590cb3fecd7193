using System.Text;

namespace Fairlead.Probes.Dns;

/// <summary>Names on the wire (RFC 1035 section 3.1 and 4.1.4): labels of up to 63 octets, 255 in all, ended by an empty one or by a pointer backwards.</summary>
internal static class DnsName
{
    public const int LongestLabel = 63;

    /// <summary>Octets on the wire, length octets and the root included.</summary>
    public const int Longest = 255;

    private const byte PointerMark = 0xC0;

    /// <summary>A name as people write it, with or without the final dot; ASCII alone (other names as <c>xn--…</c>).</summary>
    public static bool TryEncode(string name, out byte[] octets)
    {
        octets = [0];
        var bare = name.EndsWith('.') ? name[..^1] : name;
        if (bare.Length == 0)
            return name is ".";
        var written = new List<byte>(bare.Length + 2);
        foreach (var label in bare.Split('.'))
        {
            if (label.Length is 0 or > LongestLabel || !Ascii.IsValid(label))
                return false;
            written.Add((byte)label.Length);
            written.AddRange(Encoding.ASCII.GetBytes(label));
        }

        written.Add(0);
        octets = [.. written];
        return octets.Length <= Longest;
    }

    /// <summary>Reads a name at <paramref name="at"/> and moves behind it.</summary>
    /// <param name="name">Without the final dot; the root is <c>.</c>. Octets that a host name can't have are written as <c>\DDD</c>.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var position = at;
        int? behind = null;
        var length = 1;
        // A pointer has to go behind where this run of labels began, so each is taken once at most.
        var bound = at;
        while (position < message.Length)
        {
            var octet = message[position];
            if (octet == 0)
            {
                at = behind ?? position + 1;
                name = text.Length == 0 ? "." : text.ToString();
                return true;
            }

            if ((octet & PointerMark) == PointerMark)
            {
                if (position + 1 >= message.Length)
                    return false;
                var target = (octet & ~PointerMark) << 8 | message[position + 1];
                if (target >= bound)
                    return false;
                behind ??= position + 2;
                (position, bound) = (target, target);
                continue;
            }

            length += octet + 1;
            if (octet > LongestLabel || length > Longest || position + 1 + octet > message.Length)
                return false;
            if (text.Length > 0)
                text.Append('.');
            Append(text, message.Slice(position + 1, octet));
            position += octet + 1;
        }

        return false;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> label)
    {
        foreach (var octet in label)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'*')
                text.Append((char)octet);
            else
                text.Append('\\').Append(octet.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
