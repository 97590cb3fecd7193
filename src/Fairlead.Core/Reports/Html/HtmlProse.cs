namespace Fairlead.Core.Reports.Html;

/// <summary>A rule's prose behind its title. It is Markdown of the plainest kind: paragraphs, lists and code.</summary>
internal static class HtmlProse
{
    public static void Write(HtmlWriter html, string title, string markdown)
    {
        html.Open("details");
        html.Element("summary", title);
        foreach (var paragraph in markdown.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            html.Open("p");
            var isCode = false;
            foreach (var piece in paragraph.ReplaceLineEndings("\n").Split('`'))
            {
                if (isCode)
                    html.Element("code", piece);
                else
                    html.Text(piece);
                isCode = !isCode;
            }

            html.CloseLine();
        }

        html.Close();
    }
}
