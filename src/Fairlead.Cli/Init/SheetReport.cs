using System.Globalization;
using Fairlead.Connectors.Csv;
using Fairlead.Core.Importing;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Cli.Init;

/// <summary>Says what was understood of a sheet and what was not.</summary>
internal static class SheetReport
{
    private const int MostShown = 20;

    public static void ShowColumns(Sheet sheet, TextWriter to)
    {
        var header = sheet.HeaderLine == 0 ? "no column names" : Line($"column names in line {sheet.HeaderLine}");
        to.WriteLine($"{sheet.File}: {sheet.EncodingName}, separated by {sheet.DelimiterName}, {header}");
        var titles = Enumerable.Range(0, sheet.Columns.Count).Select(column => Excerpt.Of(sheet.Columns.Title(column))).ToList();
        var widest = titles.Max(title => title.Length);
        for (var column = 0; column < titles.Count; column++)
        {
            var field = sheet.Columns[column];
            var key = column < sheet.Columns.Header.Count && sheet.Columns.Header[column].Length > 0 ? titles[column] : (column + 1).ToString(CultureInfo.InvariantCulture);
            to.WriteLine($"  {titles[column].PadRight(widest)}  {(field == SheetField.Ignore ? $"(not used; --map '{key}=FIELD' if it should be)" : SheetColumns.Word(field))}");
        }
    }

    public static void ShowRows(Sheet sheet, SiteDraft draft, TextWriter to)
    {
        foreach (var row in draft.LeftOut.Take(MostShown))
            to.WriteLine(Line($"{sheet.File}:{row.Line}: left out: {OneLine(row.Why)}"));
        if (draft.LeftOut.Count > MostShown)
            to.WriteLine(Line($"… and {draft.LeftOut.Count - MostShown} more"));
        if (draft.LeftOut.Count > 0 && !draft.IsEmpty)
            to.WriteLine(Line($"{draft.LeftOut.Count} {(draft.LeftOut.Count == 1 ? "row" : "rows")} left out; they stand as comments at the end of the result."));
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
