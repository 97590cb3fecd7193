using System.Globalization;
using System.Text;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Importing;

namespace Fairlead.Connectors.Csv;

/// <summary>Which column holds what: guessed from its name in English, German or Spanish, or said by the user.</summary>
internal sealed class SheetColumns
{
    private static readonly SheetField[] SeveralColumns = [SheetField.Dns, SheetField.DhcpServer, SheetField.DhcpRange, SheetField.Exclude, SheetField.Reserved, SheetField.LoadBalancer, SheetField.Esxi, SheetField.Ntp, SheetField.Description];

    private readonly SheetField[] _fields;

    private SheetColumns(IReadOnlyList<string> names, SheetField[] fields)
    {
        Header = names;
        _fields = fields;
    }

    /// <summary>As the header row has them; empty for a sheet without one.</summary>
    public IReadOnlyList<string> Header { get; }

    public SheetField this[int column] => column < _fields.Length ? _fields[column] : SheetField.Ignore;

    public int Count => _fields.Length;

    public int Understood => _fields.Count(used => used != SheetField.Ignore);

    public bool Has(SheetField field) => _fields.Contains(field);

    /// <summary>The word that <c>--map</c> takes for a field.</summary>
    public static string Word(SheetField field) => field switch
    {
        SheetField.VCenter => "vcenter",
        _ => char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..],
    };

    public static IEnumerable<string> Words => OfPlans.Select(Word);

    private static IEnumerable<SheetField> OfPlans => Enum.GetValues<SheetField>().Where(each => each < SheetField.First);

    /// <summary>Reads <c>column=field</c>; the column is a name, or a number from 1.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ParseMapping(string text, out KeyValuePair<string, SheetField> mapping)
    {
        mapping = default;
        var equals = text.LastIndexOf('=');
        if (equals <= 0)
            return $"--map takes COLUMN=FIELD, such as 'Netz=subnet' or '3=gateway', not '{text}'.";
        var word = text[(equals + 1)..].Trim();
        foreach (var field in OfPlans)
        {
            if (!Word(field).Equals(word, StringComparison.OrdinalIgnoreCase))
                continue;
            mapping = new(text[..equals].Trim(), field);
            return null;
        }

        return $"--map knows no field '{word}'; {(Nearest.Of(word, Words) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", Words)}.")}";
    }

    /// <summary>The columns of a header row.</summary>
    public static SheetColumns Of(IReadOnlyList<string> header, IReadOnlyList<KeyValuePair<string, SheetField>> mappings, SheetVocabulary? vocabulary = null)
    {
        var fields = new SheetField[header.Count];
        var said = new bool[header.Count];
        foreach (var mapping in mappings)
        {
            var column = ColumnOf(mapping.Key, header);
            if (column >= 0 && column < fields.Length)
                (fields[column], said[column]) = (mapping.Value, true);
        }

        for (var column = 0; column < fields.Length; column++)
        {
            if (said[column] || !TryGuess(vocabulary ?? SheetVocabulary.Plan, header[column], out var field))
                continue;
            if (SeveralColumns.Contains(field) || !fields.Contains(field))
                fields[column] = field;
        }

        return new(header, fields);
    }

    /// <summary>A sheet without a header row: only what the user said by number.</summary>
    public static SheetColumns Of(int count, IReadOnlyList<KeyValuePair<string, SheetField>> mappings) =>
        Of([.. Enumerable.Repeat("", count)], mappings);

    /// <summary>Mappings that name no column of the sheet.</summary>
    public IEnumerable<string> Unused(IReadOnlyList<KeyValuePair<string, SheetField>> mappings) =>
        mappings.Select(mapping => mapping.Key).Where(key => ColumnOf(key, Header) is var column && (column < 0 || column >= Count));

    public string Title(int column) => column < Header.Count && Header[column].Length > 0 ? Header[column] : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    private static int ColumnOf(string key, IReadOnlyList<string> header)
    {
        for (var column = 0; column < header.Count; column++)
        {
            if (header[column].Length > 0 && Squeeze(header[column]) == Squeeze(key))
                return column;
        }

        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;
    }

    private static bool TryGuess(SheetVocabulary vocabulary, string name, out SheetField field)
    {
        var squeezed = Squeeze(name);
        if (vocabulary.TryGet(squeezed, out field))
            return true;
        var unnumbered = squeezed.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return vocabulary.TryGet(unnumbered, out field) && SeveralColumns.Contains(field);
    }

    private static string Squeeze(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                result.Append(c);
            else
                result.Append(DnsLabel.PlainLetters(c));
        }

        return result.ToString();
    }
}
