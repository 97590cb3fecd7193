using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Fairlead.Probes.Egress;

/// <summary>What became of reading a head.</summary>
internal enum HttpReading
{
    Whole,

    /// <summary>So far it may become one.</summary>
    Partial,

    /// <summary>It is none, or longer than anybody's.</summary>
    Malformed,
}

/// <summary>The status line and fields of an HTTP/1.x response (RFC 9112 sections 4 and 5).</summary>
/// <param name="Status">100 to 999.</param>
/// <param name="Fields">In order, names as sent, values trimmed.</param>
internal sealed record HttpHead(string Version, int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Octets; a longer head is malformed.</summary>
    public const int Longest = 16 * 1024;

    private static readonly byte[] End = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] BareEnd = "\n\n"u8.ToArray();

    /// <summary>The first field of that name, in any case.</summary>
    public string? Field(string name)
    {
        foreach (var (key, value) in Fields)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>Total: any octets in, never an exception.</summary>
    /// <param name="length">Octets of the head, with the empty line behind it.</param>
    public static HttpReading Read(ReadOnlySpan<byte> octets, out HttpHead? head, out int length)
    {
        (head, length) = (null, 0);
        if (!MayBegin(octets))
            return HttpReading.Malformed;
        if (!TryFindEnd(octets, out var text, out length))
            return octets.Length >= Longest ? HttpReading.Malformed : HttpReading.Partial;
        return length <= Longest && TryParse(Encoding.Latin1.GetString(octets[..text]), out head) ? HttpReading.Whole : HttpReading.Malformed;
    }

    private static bool MayBegin(ReadOnlySpan<byte> octets)
    {
        var begin = "HTTP/1."u8;
        var compared = Math.Min(octets.Length, begin.Length);
        return octets[..compared].SequenceEqual(begin[..compared]);
    }

    private static bool TryFindEnd(ReadOnlySpan<byte> octets, out int text, out int length)
    {
        var (strict, bare) = (octets.IndexOf(End), octets.IndexOf(BareEnd));
        // RFC 9112 section 2.2: a recipient may take a single line feed for a line's end.
        var isBare = bare >= 0 && (strict < 0 || bare < strict);
        text = isBare ? bare : strict;
        length = text + (isBare ? BareEnd.Length : End.Length);
        return text >= 0;
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out HttpHead? head)
    {
        head = null;
        var lines = text.Split('\n');
        var status = lines[0].TrimEnd('\r').Split(' ', 3);
        if (status.Length < 2 || status[1].Length != 3 || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code < 100)
            return false;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                fields.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        head = new HttpHead(status[0], code, status.Length > 2 ? status[2] : "", fields);
        return true;
    }
}
