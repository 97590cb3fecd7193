namespace Fairlead.Core.Reports.Html;

/// <summary>What stands around the sections of a report: its title, what it comes to, where to find what, and what it is worth.</summary>
internal sealed record HtmlFrame
{
    /// <summary>Above the title.</summary>
    public required string Kicker { get; init; }

    public required string Title { get; init; }

    /// <summary>The words of the first link, for who has no pointer, and the section that it leads to.</summary>
    public required (string Words, string Id) Skip { get; init; }

    /// <summary>In one line, below the title.</summary>
    public required Action<HtmlWriter> Verdict { get; init; }

    /// <summary>The sections by their ids, in order; those alone that are there.</summary>
    public required IEnumerable<(string Id, string Title, bool IsThere)> Contents { get; init; }

    public required Action<HtmlWriter> Sections { get; init; }

    public required string Footer { get; init; }

    /// <summary>Everything inside the body.</summary>
    public void Write(HtmlWriter html)
    {
        html.Element("a", Skip.Words, ("class", "skip"), ("href", "#" + Skip.Id));
        html.Open("header");
        html.Element("p", Kicker, ("class", "kicker"));
        html.Element("h1", Title);
        Verdict(html);
        WriteContents(html);
        html.CloseLine();
        html.Open("main");
        Sections(html);
        html.CloseLine();
        html.Open("footer");
        html.Element("p", Footer);
        html.CloseLine();
    }

    private void WriteContents(HtmlWriter html)
    {
        html.Open("nav", ("aria-label", "Contents"));
        html.Open("ul");
        foreach (var (id, title, _) in Contents.Where(section => section.IsThere))
        {
            html.Open("li");
            html.Element("a", title, ("href", "#" + id));
            html.Close();
        }

        html.Close();
        html.CloseLine();
    }
}
