using System.Globalization;
using CsvHelper;

namespace Fairlead.Connectors.Csv;

/// <summary>A CSV file as people keep it: encoding, delimiter and header row found out, rows read one after the other.</summary>
internal sealed class Sheet
{
    private const int MostHeaderRows = 20;
    private const int LargestRow = 1024 * 1024;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly SheetBytes _bytes;
    private readonly int _headerRow;

    private Sheet(string file, SheetBytes bytes, char delimiter, int headerRow, int headerLine, SheetColumns columns)
    {
        (File, _bytes, Delimiter, _headerRow, HeaderLine, Columns) = (file, bytes, delimiter, headerRow, headerLine, columns);
    }

    public string File { get; }

    public char Delimiter { get; }

    /// <summary>Where the column names stand; 0: nowhere.</summary>
    public int HeaderLine { get; }

    public SheetColumns Columns { get; }

    public string EncodingName => _bytes.EncodingName;

    public string DelimiterName => NameOf(Delimiter);

    /// <exception cref="SheetException">Nothing in it can be used.</exception>
    public static Sheet Open(string file, IReadOnlyList<KeyValuePair<string, SheetField>> mappings) => Open(file, SheetBytes.Read(file), mappings, SheetVocabulary.Plan);

    /// <inheritdoc cref="Open(string, IReadOnlyList{KeyValuePair{string, SheetField}})"/>
    public static Sheet Open(string file, SheetBytes bytes, IReadOnlyList<KeyValuePair<string, SheetField>> mappings, SheetVocabulary vocabulary)
    {
        var candidates = DeclaredDelimiter(bytes) is { } declared ? [declared] : Delimiters;
        Sheet? best = null;
        List<string[]>? first = null;
        foreach (var delimiter in candidates)
        {
            var rows = Parse(file, bytes, delimiter).Take(MostHeaderRows).ToList();
            if (first is null || MostCells(rows) > MostCells(first))
                first = [.. rows.Select(row => row.Cells)];
            foreach (var row in rows)
            {
                var columns = SheetColumns.Of([.. row.Cells.Select(SheetCells.Clean)], ByName(mappings), vocabulary);
                if (columns.Understood > (best?.Columns.Understood ?? 0))
                    best = new(file, bytes, delimiter, row.Number, row.Line, SheetColumns.Of(columns.Header, mappings, vocabulary));
            }
        }

        if (best is null && mappings.Count > 0 && mappings.All(mapping => int.TryParse(mapping.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            var delimiter = candidates.MaxBy(candidate => MostCells([.. Parse(file, bytes, candidate).Take(MostHeaderRows)]));
            best = new(file, bytes, delimiter, 0, 0, SheetColumns.Of(Parse(file, bytes, delimiter).Take(MostHeaderRows).Select(row => row.Cells.Length).DefaultIfEmpty(0).Max(), mappings));
        }

        if (first is null || first.TrueForAll(cells => Array.TrueForAll(cells, cell => SheetCells.Clean(cell).Length == 0)))
            throw new SheetException(string.Create(CultureInfo.InvariantCulture, $"{file}: the first {MostHeaderRows} rows are blank; there is nothing to read."));
        if (best is null && ByName(mappings) is [var named, ..])
            throw new SheetException($"{file} has no column '{named.Key}', which --map names; its first row is {Shown(first)}.");
        if (best is null)
            throw new SheetException($"{file}: none of the first {MostHeaderRows} rows names columns that are understood (such as {vocabulary.Examples}); the first row is {Shown(first)}.{vocabulary.Advice}");
        if (best.Columns.Unused(mappings).FirstOrDefault() is { } unused)
            throw new SheetException($"{file} has no column '{unused}', which --map names; its columns are {string.Join(", ", Enumerable.Range(0, best.Columns.Count).Select(best.Columns.Title))}.");
        return best;
    }

    /// <summary>The rows below the column names. A row whose cells are separated otherwise comes as one cell.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        foreach (var (line, number, cells) in Parse(File, _bytes, Delimiter))
        {
            if (number > _headerRow && !IsHeaderAgain(cells))
                yield return new(line, number, cells, Columns);
        }
    }

    /// <summary>Null, or the delimiter that this row seems to have instead of the sheet's.</summary>
    public string? OtherDelimiter(SheetRow row) => row.Cells.Length == 1 && Columns.Count > 1
        ? Delimiters.Where(delimiter => delimiter != Delimiter && row.Cells[0].Count(c => c == delimiter) >= Math.Max(1, (Columns.Count - 1) / 2)).Select(NameOf).FirstOrDefault()
        : null;

    private static string NameOf(char delimiter) => delimiter switch { '\t' => "tabs", ',' => "','", ';' => "';'", _ => "'|'" };

    private bool IsHeaderAgain(string[] cells) => HeaderLine > 0 && cells.Select(SheetCells.Clean).SequenceEqual(Columns.Header);

    private static List<KeyValuePair<string, SheetField>> ByName(IReadOnlyList<KeyValuePair<string, SheetField>> mappings) =>
        [.. mappings.Where(mapping => !int.TryParse(mapping.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))];

    /// <summary>Excel's own line <c>sep=;</c>.</summary>
    private static char? DeclaredDelimiter(SheetBytes bytes)
    {
        using var reader = bytes.Open();
        var start = new char[5];
        return reader.ReadBlock(start) == start.Length && start.AsSpan(0, 4).Equals("sep=", StringComparison.OrdinalIgnoreCase) && Delimiters.Contains(start[4]) ? start[4] : null;
    }

    private static IEnumerable<(int Line, int Number, string[] Cells)> Parse(string file, SheetBytes bytes, char delimiter)
    {
        using var text = bytes.Open();
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            MaxRecordSize = LargestRow,
            OnMalformedRecord = malformed => RefuseUnclosed(file, malformed),
        });
        for (var number = 1; Next(file, reader); number++)
            yield return ((int)reader.LineNumber, number, reader.Current.ToArray());
    }

    private static bool Next(string file, CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            throw new SheetException(string.Create(CultureInfo.InvariantCulture, $"{file}:{reader.LineNumber + 1}: a row begins near here that has more than {LargestRow / 1024} KiB; the closing quote of a cell is probably missing."));
        }
    }

    /// <summary>Other malformed quoting is read as people mean it; an unclosed quote swallows the rest of the sheet.</summary>
    private static void RefuseUnclosed(string file, CsvMalformedRecord malformed)
    {
        if (malformed.Reason == CsvMalformedReason.UnterminatedQuote)
            throw new SheetException(string.Create(CultureInfo.InvariantCulture, $"{file}:{malformed.LineNumber}: a cell of this row begins with a quote that is never closed; close it, or write \"\" for a quote in a text."));
    }

    private static int MostCells(List<(int Line, int Number, string[] Cells)> rows) => rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Length);

    private static int MostCells(List<string[]> rows) => rows.Count == 0 ? 0 : rows.Max(row => row.Length);

    private static string Shown(List<string[]>? rows) =>
        rows is [var first, ..] ? string.Join(" | ", first.Take(8).Select(cell => $"'{Core.Sites.Text.Excerpt.Of(cell)}'")) : "empty";
}
