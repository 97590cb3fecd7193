using System.Globalization;
using System.Text;

namespace Fairlead.Probes.Paths;

/// <summary>The field Date of an HTTP/1.1 answer (RFC 9110 section 6.6.1).</summary>
internal static class HttpDate
{
    /// <summary>Any octets in: the first Date of an answer's head, or false.</summary>
    public static bool TryFind(ReadOnlySpan<byte> head, out DateTimeOffset date)
    {
        date = default;
        if (!head.StartsWith("HTTP/"u8))
            return false;
        foreach (var line in Encoding.Latin1.GetString(head).Split("\r\n").Skip(1).TakeWhile(line => line.Length > 0))
        {
            if (line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase))
                return DateTimeOffset.TryParseExact(line[5..].Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
        }

        return false;
    }
}
