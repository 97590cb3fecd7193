using System.Text;

namespace Fairlead.Core.Deliverables;

/// <summary>File names from names in site files, which may hold anything at all.</summary>
internal static class FileNames
{
    private const int Longest = 63;

    /// <returns>One name per site, in their order; no two the same, in upper or lower case.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. names.Select(name => Unique(Safe(name), taken))];
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder();
        foreach (var c in name)
        {
            if (safe.Length == Longest)
                break;
            safe.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        }

        var trimmed = safe.ToString().Trim('-');
        return trimmed.Length == 0 ? "site" : trimmed;
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
            unique = $"{name}-{number}";
        return unique;
    }
}
