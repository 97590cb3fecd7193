using System.Text;

namespace Fairlead.Core.Endpoints;

/// <summary>
/// Rules of a public suffix list in the embedded form: ASCII lines in ordinal order after a header of <c>//</c> lines.
/// They are searched where they lie: thousands of strings and a hash table would cost more than the few look-ups of a run.
/// </summary>
/// <param name="data">The file, ended by a line feed.</param>
internal sealed class SuffixRules(byte[] data)
{
    // RFC 1035, 2.3.4: a name has at most 253 characters without its trailing dot. The rest is for "*." or "!".
    private const int LongestName = 253;
    private const int LongestRule = LongestName + 2;

    private readonly int first = SkipHeader(data);

    /// <summary>The list's algorithm, asked of the name itself.</summary>
    public bool IsSuffix(string domain)
    {
        var name = Normalise(domain);
        if (name.Length == 0 || HasRule("!", name))
            return false;
        var dot = name.IndexOf('.');
        return dot < 0 || HasRule("", name) || HasRule("*.", name[(dot + 1)..]);
    }

    /// <summary>
    /// A suffix, or a name all of whose children are suffixes: after the rule <c>*.kobe.jp</c>, <c>kobe.jp</c> is none by the
    /// algorithm, yet a firewall rule for all below it opens every suffix there.
    /// </summary>
    public bool IsSuffixOrAbove(string domain) => IsSuffix(domain) || HasRule("*.", Normalise(domain));

    private static string Normalise(string domain) => HostPattern.Bare(domain).ToString().ToLowerInvariant();

    private bool HasRule(string prefix, string name)
    {
        if (name.Length is 0 or > LongestName || !Ascii.IsValid(name))
            return false;
        Span<byte> rule = stackalloc byte[LongestRule];
        var length = Encoding.ASCII.GetBytes(prefix, rule);
        length += Encoding.ASCII.GetBytes(name, rule[length..]);
        return Contains(rule[..length]);
    }

    private bool Contains(ReadOnlySpan<byte> rule)
    {
        // Invariant: the line, if there is one, begins at or after low and before high; both are beginnings of lines.
        var low = first;
        var high = data.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var start = data.AsSpan(low, middle - low).LastIndexOf((byte)'\n') + low + 1;
            var end = data.AsSpan(middle).IndexOf((byte)'\n') + middle;
            var order = rule.SequenceCompareTo(data.AsSpan(start, end - start));
            if (order == 0)
                return true;
            if (order < 0)
                high = start;
            else
                low = end + 1;
        }

        return false;
    }

    private static int SkipHeader(byte[] data)
    {
        var start = 0;
        while (data.AsSpan(start).StartsWith("//"u8))
            start += data.AsSpan(start).IndexOf((byte)'\n') + 1;
        return start;
    }
}
