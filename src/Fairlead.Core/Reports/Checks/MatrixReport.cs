using System.Text;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What several machines saw, for people: text, Markdown, or one HTML file that needs nothing else.</summary>
public static class MatrixReport
{
    private const string Title = "Reachability";

    public static string Text(CheckMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compose(MatrixParts.Of(matrix), title => $"\n{title}\n{new string('-', title.Length)}\n", BlockText.Write).TrimStart('\n');
    }

    public static string Markdown(CheckMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return $"# {Title}\n\n" + Compose(MatrixParts.Of(matrix), title => $"## {Reports.Markdown.Text(title)}\n\n", BlockMarkdown.Write).TrimEnd('\n') + "\n";
    }

    public static void WriteHtml(CheckMatrix matrix, Stream output)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        HtmlPage.Write(output, Title, html =>
        {
            html.Open("header");
            html.Element("p", "Fairlead: live checks", ("class", "kicker"));
            html.Element("h1", Title);
            html.CloseLine();
            html.Open("main");
            foreach (var part in MatrixParts.Of(matrix))
            {
                html.Open("section");
                if (part.Title.Length > 0)
                    html.Element("h2", part.Title);
                foreach (var block in part.Blocks)
                    BlockHtml.Write(html, block);
                html.CloseLine();
            }

            html.CloseLine();
        });
    }

    private static string Compose(IEnumerable<Part> parts, Func<string, string> heading, Action<StringBuilder, Block> write)
    {
        var page = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Title.Length > 0)
                page.Append(heading(part.Title));
            foreach (var block in part.Blocks)
                write(page, block);
        }

        return page.ToString();
    }
}
