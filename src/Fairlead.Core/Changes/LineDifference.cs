namespace Fairlead.Core.Changes;

/// <summary>The lines that differ between two texts, each with a few around it.</summary>
public static class LineDifference
{
    private const int Context = 3;

    /// <summary>
    /// Texts that differ in more lines than this are shown as one block that went and one that came: the search below takes steps and memory of
    /// this number squared.
    /// </summary>
    private const int MostEdits = 2_000;

    public static IReadOnlyList<LineChange> Between(string before, string after)
    {
        var (old, now) = (LinesOf(before), LinesOf(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
            start++;
        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
            end++;
        var changes = new List<LineChange>();
        for (var i = 0; i < start; i++)
            changes.Add(new(LineKind.Same, i + 1, i + 1, old[i]));
        changes.AddRange(Middle(old, now, start, old.Length - end, now.Length - end));
        for (var i = end; i > 0; i--)
            changes.Add(new(LineKind.Same, old.Length - i + 1, now.Length - i + 1, old[^i]));
        return Near(changes);
    }

    private static string[] LinesOf(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>Myers' greedy search (1986) for the fewest lines that go and come.</summary>
    private static List<LineChange> Middle(string[] old, string[] now, int start, int oldEnd, int nowEnd)
    {
        var (n, m) = (oldEnd - start, nowEnd - start);
        var most = Math.Min(n + m, MostEdits);
        // best[k + most]: how far the path on diagonal k reaches into the old text; one copy for each number of edits, to walk back.
        var best = new int[(2 * most) + 2];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            trace.Add(best.AsSpan(most - edits, (2 * edits) + 2).ToArray());
            for (var k = -edits; k <= edits; k += 2)
            {
                var x = k == -edits || (k != edits && best[k - 1 + most] < best[k + 1 + most]) ? best[k + 1 + most] : best[k - 1 + most] + 1;
                while (x < n && x - k < m && old[start + x] == now[start + x - k])
                    x++;
                best[k + most] = x;
                if (x >= n && x - k >= m)
                    return Walk(old, now, start, n, m, trace);
            }
        }

        return [.. Gone(old, start, oldEnd), .. Come(now, start, nowEnd)];
    }

    private static List<LineChange> Walk(string[] old, string[] now, int start, int x, int y, List<int[]> trace)
    {
        var changes = new List<LineChange>();
        for (var edits = trace.Count - 1; edits >= 0; edits--)
        {
            var k = x - y;
            var isInsert = edits > 0 && (k == -edits || (k != edits && At(edits, k - 1) < At(edits, k + 1)));
            var (fromX, fromY) = edits == 0 ? (0, 0) : isInsert ? (At(edits, k + 1), At(edits, k + 1) - k - 1) : (At(edits, k - 1), At(edits, k - 1) - k + 1);
            while (x > fromX && y > fromY)
            {
                x--;
                y--;
                changes.Add(new(LineKind.Same, start + x + 1, start + y + 1, old[start + x]));
            }

            if (edits == 0)
                break;
            if (isInsert)
                changes.Add(new(LineKind.Come, null, start + --y + 1, now[start + y]));
            else
                changes.Add(new(LineKind.Gone, start + --x + 1, null, old[start + x]));
        }

        changes.Reverse();
        return changes;

        // What was known before this number of edits: diagonals from -edits on.
        int At(int edits, int k) => trace[edits][k + edits];
    }

    private static IEnumerable<LineChange> Gone(string[] old, int start, int end) => Enumerable.Range(start, end - start).Select(i => new LineChange(LineKind.Gone, i + 1, null, old[i]));

    private static IEnumerable<LineChange> Come(string[] now, int start, int end) => Enumerable.Range(start, end - start).Select(i => new LineChange(LineKind.Come, null, i + 1, now[i]));

    /// <summary>What changed and the lines around it; a gap stands for the rest.</summary>
    private static List<LineChange> Near(List<LineChange> all)
    {
        var keep = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Kind == LineKind.Same)
                continue;
            for (var near = Math.Max(0, i - Context); near <= Math.Min(all.Count - 1, i + Context); near++)
                keep[near] = true;
        }

        var result = new List<LineChange>();
        for (var i = 0; i < all.Count; i++)
        {
            if (keep[i])
                result.Add(all[i]);
            else if (i == 0 || keep[i - 1])
                result.Add(new(LineKind.Gap, null, null, ""));
        }

        return result;
    }
}

/// <param name="Before">The line's number before, from 1; null where it was not there.</param>
/// <param name="After">Likewise after.</param>
public sealed record LineChange(LineKind Kind, int? Before, int? After, string Text);

public enum LineKind
{
    Same,
    Gone,
    Come,

    /// <summary>Lines that are the same are left out here.</summary>
    Gap,
}
