namespace Fairlead.Core.Diagnostics;

/// <summary>Did-you-mean: the candidate that takes the fewest edits (a swap of neighbours counts as one).</summary>
public static class Nearest
{
    private const int LongestText = 64;

    /// <returns>The nearest candidate, or null when none is close enough to be meant.</returns>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > LongestText)
            return null;
        string? best = null;
        var least = Math.Max(2, text.Length / 3) + 1;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            var distance = candidate.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1 : Distance(text.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least && distance < candidate.Length)
                (best, least) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Optimal string alignment distance.</summary>
    private static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, current);
        }

        return last[b.Length];
    }
}
