using System.Text;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>
/// Puts the addresses that the planner chose into the site files in place of <c>auto</c>. Nothing else of a file changes, byte for byte:
/// comments, layout, line ends and byte order mark stay.
/// </summary>
public static class ChosenAddressWriter
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The new bytes of each file that changes.</summary>
    /// <exception cref="SiteFileException">A place can't be rewritten; nothing has been changed.</exception>
    public static IReadOnlyList<RewrittenFile> Rewrite(Plan plan, Func<string, byte[]> read)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(read);
        var files = new List<RewrittenFile>();
        foreach (var choices in plan.Claims.Where(claim => claim.IsChosen).GroupBy(claim => claim.Source.File))
        {
            var source = plan.Sources[choices.Key];
            var text = new StringBuilder(source.Text);
            // From the end, so that earlier places stay where they are.
            foreach (var place in choices.GroupBy(claim => claim.Source).OrderByDescending(place => place.Key.Line).ThenByDescending(place => place.Key.Column))
                Replace(text, source, [.. place]);
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            files.Add(new(choices.Key, read(choices.Key).AsSpan().StartsWith(ByteOrderMark) ? [.. ByteOrderMark, .. bytes] : bytes, [.. choices]));
        }

        return files;
    }

    private static void Replace(StringBuilder text, SourceFile source, List<Claim> claims)
    {
        var place = claims[0].Source;
        if (claims.Count > 1)
            throw new SiteFileException($"{place}: {claims.Count} choices stand at one place, through an alias; write 'auto' at each of them.");
        var start = OffsetOf(source, place.Line, place.Column);
        var length = LengthOf(source.Text.AsSpan(start));
        if (length == 0)
            throw new SiteFileException($"{place}: 'auto' does not stand here as plain text; write the address {claims[0].Range} yourself.");
        var isJson = source.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        var range = claims[0].Range.ToString();
        text.Remove(start, length).Insert(start, isJson || range.Contains(':', StringComparison.Ordinal) ? $"\"{range}\"" : range);
    }

    private static int OffsetOf(SourceFile source, int line, int column)
    {
        var offset = 0;
        for (var i = 1; i < line; i++)
        {
            offset += source.Line(i).Length;
            offset += source.Text[offset] == '\r' && offset + 1 < source.Text.Length && source.Text[offset + 1] == '\n' ? 2 : 1;
        }

        return offset + column - 1;
    }

    /// <summary>How long the words are that stand for the choice: <c>auto</c>, quoted or not, or a mapping with auto as its only key.</summary>
    private static int LengthOf(ReadOnlySpan<char> text)
    {
        foreach (var word in (ReadOnlySpan<string>)["\"auto\"", "'auto'"])
        {
            if (text.StartsWith(word))
                return word.Length;
        }

        if (text.StartsWith("{"))
            return text.IndexOf('}') + 1;
        if (!text.StartsWith("auto"))
            return 0;
        var rest = text["auto".Length..];
        if (!rest.TrimStart(' ').StartsWith(":"))
            return "auto".Length;
        // The block form, 'auto: 32'.
        var colon = rest.IndexOf(':') + 1;
        var digits = rest[colon..];
        var blank = digits.Length - digits.TrimStart(' ').Length;
        var end = digits[blank..].IndexOfAnyExceptInRange('0', '9');
        return "auto".Length + colon + blank + (end < 0 ? digits.Length - blank : end);
    }
}

/// <param name="Choices">What was written into it.</param>
public sealed record RewrittenFile(string Name, byte[] Bytes, IReadOnlyList<Claim> Choices);
