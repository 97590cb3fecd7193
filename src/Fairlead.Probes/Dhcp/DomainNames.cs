using System.Text;
using Fairlead.Core.Reports;

namespace Fairlead.Probes.Dhcp;

/// <summary>A list of domain names in the form of RFC 1035, with pointers inside the list (RFC 3397); DHCPv6 uses the same without pointers.</summary>
internal static class DomainNames
{
    private const int MostNames = 32;
    private const int LongestName = 255;
    private const int LongestLabel = 63;

    /// <returns>The names before the first that is cut, too long or turns in a circle; each fit to be shown.</returns>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> octets)
    {
        var names = new List<string>();
        var at = 0;
        while (at < octets.Length && names.Count < MostNames && ReadOne(octets, ref at) is { } name)
        {
            if (name.Length > 0)
                names.Add(VisibleText.Of(name));
        }

        return names;
    }

    /// <param name="at">Where the name begins; afterwards where the next one does.</param>
    private static string? ReadOne(ReadOnlySpan<byte> octets, ref int at)
    {
        const int Pointer = 0xC0;
        var name = new StringBuilder();
        var (here, hasJumped) = (at, false);
        while (here < octets.Length)
        {
            var length = octets[here];
            if ((length & Pointer) == Pointer)
            {
                if (here + 1 >= octets.Length)
                    return null;
                var target = (length & ~Pointer) << 8 | octets[here + 1];
                // Backwards alone; a circle through labels ends at the longest name.
                if (target >= here)
                    return null;
                if (!hasJumped)
                    at = here + 2;
                (here, hasJumped) = (target, true);
                continue;
            }

            if (length == 0)
            {
                if (!hasJumped)
                    at = here + 1;
                return name.ToString();
            }

            if (length > LongestLabel || here + 1 + length > octets.Length || name.Length + length + 1 > LongestName)
                return null;
            if (name.Length > 0)
                name.Append('.');
            name.Append(Encoding.Latin1.GetString(octets.Slice(here + 1, length)));
            here += 1 + length;
        }

        return null;
    }
}
