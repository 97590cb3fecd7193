namespace Fairlead.Core.Reports.Html;

/// <summary>A table that stays a table for assistive technology when a narrow screen shows each row as a card.</summary>
internal sealed class HtmlTable : IDisposable
{
    private readonly HtmlWriter _html;
    private readonly Column[] _columns;

    public HtmlTable(HtmlWriter html, string caption, params Column[] columns)
    {
        (_html, _columns) = (html, columns);
        html.Open("table", ("role", "table"), ("class", "cards"));
        html.Element("caption", caption);
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        foreach (var column in columns)
            html.Element("th", column.Title, ("scope", "col"), ("role", "columnheader"), ("class", column.IsNumber ? "number" : null));
        html.Close();
        html.CloseLine();
        html.Open("tbody", ("role", "rowgroup"));
    }

    /// <summary>One cell per column; the first names the row.</summary>
    public void Row(params ReadOnlySpan<Cell> cells)
    {
        _html.Open("tr", ("role", "row"));
        for (var i = 0; i < cells.Length; i++)
        {
            var isHead = i == 0;
            _html.Open(
                isHead ? "th" : "td",
                ("role", isHead ? "rowheader" : "cell"),
                ("scope", isHead ? "row" : null),
                ("data-label", _columns[i].Title.Length > 0 ? _columns[i].Title : null),
                ("class", _columns[i].IsNumber ? "number" : null));
            // One element, so that label and value stand side by side on a card, whatever the value is made of.
            _html.Open("div");
            cells[i].Write(_html);
            _html.Close();
            _html.Close();
        }

        _html.CloseLine();
    }

    public void Dispose()
    {
        _html.Close();
        _html.CloseLine();
    }
}

/// <summary>A column's title, and whether it holds numbers.</summary>
internal readonly record struct Column(string Title, bool IsNumber = false)
{
    public static implicit operator Column(string title) => new(title);

    public static Column OfNumbers(string title) => new(title, IsNumber: true);
}

/// <summary>What stands in a cell.</summary>
internal readonly record struct Cell(Action<HtmlWriter> Write)
{
    public static implicit operator Cell(string text) => new(html => html.Text(text));

    public static Cell Code(string text) => new(html => html.Code(text));
}
