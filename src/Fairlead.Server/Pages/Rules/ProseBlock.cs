namespace Fairlead.Server.Pages.Rules;

/// <summary>A part of a rule's prose: a paragraph, a list, or a table.</summary>
/// <param name="Lines">The text of the paragraph, the items of the list, or the rows of the table with their cells.</param>
public sealed record ProseBlock(ProseKind Kind, IReadOnlyList<IReadOnlyList<string>> Lines)
{
    /// <summary>Reads Markdown of the plainest kind; whatever it does not know is a paragraph.</summary>
    public static IReadOnlyList<ProseBlock> Read(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        return [.. markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => Of(block.Trim('\n').Split('\n')))];
    }

    /// <summary>A line in pieces; every second one is code.</summary>
    public static IEnumerable<(string Text, bool IsCode)> Pieces(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Split('`').Select((text, index) => (text, index % 2 == 1));
    }

    private static ProseBlock Of(string[] lines)
    {
        if (lines[0].StartsWith('|'))
            return new(ProseKind.Table, [.. lines.Where(line => !line.StartsWith("|-", StringComparison.Ordinal)).Select(CellsOf)]);
        return lines[0].StartsWith("- ", StringComparison.Ordinal) ? new(ProseKind.List, ItemsOf(lines)) : new(ProseKind.Paragraph, [[string.Join(' ', lines)]]);
    }

    private static string[] CellsOf(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    /// <summary>A line that begins no item goes on with the one before.</summary>
    private static List<IReadOnlyList<string>> ItemsOf(string[] lines)
    {
        var items = new List<IReadOnlyList<string>>();
        foreach (var line in lines)
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
                items.Add([line[2..]]);
            else
                items[^1] = [$"{items[^1][0]} {line.Trim()}"];
        }

        return items;
    }
}

public enum ProseKind
{
    Paragraph,
    List,
    Table,
}
