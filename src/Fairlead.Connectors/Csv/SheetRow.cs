using Fairlead.Core.Importing;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.Csv;

/// <summary>A row of a sheet, cells by what they hold.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Number">As a spreadsheet counts.</param>
internal sealed record SheetRow(int Line, int Number, string[] Cells, SheetColumns Columns)
{
    private const int LongestExcerpt = 200;

    /// <summary>For comments.</summary>
    public string From => $"row {Number}";

    /// <summary>The cells of a field that are not empty, cleaned.</summary>
    public IEnumerable<string> All(SheetField field)
    {
        for (var column = 0; column < Cells.Length; column++)
        {
            if (Columns[column] == field && SheetCells.Clean(Cells[column]) is { Length: > 0 } text)
                yield return text;
        }
    }

    /// <summary>The cell of a field; empty when there is none.</summary>
    public string One(SheetField field) => All(field).FirstOrDefault("");

    public bool HasAny(params ReadOnlySpan<SheetField> fields)
    {
        for (var column = 0; column < Cells.Length; column++)
        {
            if (fields.Contains(Columns[column]) && SheetCells.Clean(Cells[column]).Length > 0)
                return true;
        }

        return false;
    }

    /// <summary>No cell holds anything.</summary>
    public bool IsBlank => Array.TrueForAll(Cells, cell => SheetCells.Clean(cell).Length == 0);

    public bool IsUsed
    {
        get
        {
            for (var column = 0; column < Cells.Length; column++)
            {
                if (Columns[column] is not (SheetField.Ignore or SheetField.Description) && SheetCells.Clean(Cells[column]).Length > 0)
                    return true;
            }

            return false;
        }
    }

    public LeftOutRow LeftOut(string why)
    {
        var text = string.Join(" | ", Cells.Select(Excerpt.Of));
        return new(Line, Number, why, text.Length > LongestExcerpt ? text[..LongestExcerpt].TrimEnd('\uD83D', '\uD83C') + "…" : text);
    }
}
