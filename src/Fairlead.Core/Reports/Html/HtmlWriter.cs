namespace Fairlead.Core.Reports.Html;

/// <summary>
/// Writes HTML that is well-formed XML too: every element is closed, every text and attribute escaped. Names of elements and attributes are
/// the program's own; whatever else comes in is text.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly Stack<string> _open = new();

    public void Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        WriteTag(element, attributes);
        output.Write('>');
        _open.Push(element);
    }

    public void Close()
    {
        output.Write("</");
        output.Write(_open.Pop());
        output.Write('>');
    }

    /// <summary>Closes the element and ends the line: the source stays readable, and no line grows without bound.</summary>
    public void CloseLine()
    {
        Close();
        output.Write('\n');
    }

    /// <summary>An element that has no end tag in HTML (<c>meta</c>), or one of SVG that is empty.</summary>
    public void Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        WriteTag(element, attributes);
        output.Write("/>");
    }

    public void Element(string element, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(element, attributes);
        Text(text);
        Close();
    }

    /// <summary>Text in the type of code; what is short, such as a range, is not broken into lines.</summary>
    public void Code(string text)
    {
        const int Short = 36;
        Element("code", text, ("class", text.Length <= Short ? "short" : null));
    }

    public void Text(string text) => Escape(VisibleText.Of(text));

    /// <summary>Lines as they are, inside <c>pre</c>; the caller has made each fit.</summary>
    public void Lines(string text) => Escape(text);

    /// <summary>The program's own text, which holds nothing that HTML or XML would take for markup.</summary>
    public void Trusted(string text) => output.Write(text);

    private void WriteTag(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(element);
        foreach (var (name, value) in attributes)
        {
            if (value is null)
                continue;
            output.Write(' ');
            output.Write(name);
            output.Write("=\"");
            Escape(VisibleText.Of(value));
            output.Write('"');
        }
    }

    private void Escape(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny("&<>\"'") is var at and >= 0)
        {
            output.Write(rest[..at]);
            output.Write(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            rest = rest[(at + 1)..];
        }

        output.Write(rest);
    }
}
