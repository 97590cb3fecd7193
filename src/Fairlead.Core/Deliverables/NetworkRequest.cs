using System.Text;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Reports.Html;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables;

/// <summary>What the network team has to set up for a site, as a page to hand over: Markdown for a ticket, HTML for a printer.</summary>
public static class NetworkRequest
{
    /// <summary>Two files per site, in reading order of the sites.</summary>
    public static IReadOnlyList<DeliverableFile> Render(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var names = FileNames.Of(plan.Estate.Sites.Select(site => site.Name));
        return [.. plan.Estate.Sites.Zip(names).SelectMany(pair => RenderSite(plan, pair.First, pair.Second))];
    }

    /// <summary>One site's page.</summary>
    public static string Markdown(Plan plan, Site site) => AsMarkdown(site, RequestParts.Of(plan, site));

    /// <inheritdoc cref="Markdown"/>
    public static string Html(Plan plan, Site site) => AsHtml(site, RequestParts.Of(plan, site));

    private static DeliverableFile[] RenderSite(Plan plan, Site site, string name)
    {
        var parts = RequestParts.Of(plan, site);
        return [new($"{name}-network-request.md", AsMarkdown(site, parts)), new($"{name}-network-request.html", AsHtml(site, parts))];
    }

    private static string AsMarkdown(Site site, IReadOnlyList<Part> parts)
    {
        var page = new StringBuilder();
        page.Append($"# Network request: {Reports.Markdown.Text(site.Name)}\n\n");
        foreach (var part in parts)
        {
            if (part.Title.Length > 0)
                page.Append($"## {Reports.Markdown.Text(part.Title)}\n\n");
            foreach (var block in part.Blocks)
                BlockMarkdown.Write(page, block);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string AsHtml(Site site, IReadOnlyList<Part> parts)
    {
        using var stream = new MemoryStream();
        HtmlPage.Write(stream, $"{site.Name}: network request", html =>
        {
            html.Open("header");
            html.Element("p", "Network request", ("class", "kicker"));
            html.Element("h1", site.Name);
            WriteParts(html, parts, part => part.Title.Length == 0);
            html.CloseLine();
            html.Open("main");
            WriteParts(html, parts, part => part.Title.Length > 0);
            html.CloseLine();
        });
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteParts(HtmlWriter html, IReadOnlyList<Part> parts, Func<Part, bool> which)
    {
        foreach (var part in parts.Where(which))
        {
            html.Open(part.Title.Length == 0 ? "div" : "section");
            if (part.Title.Length > 0)
                html.Element("h2", part.Title);
            foreach (var block in part.Blocks)
                BlockHtml.Write(html, block);
            html.CloseLine();
        }
    }
}
