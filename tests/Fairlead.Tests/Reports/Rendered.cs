using System.Text;
using System.Xml.Linq;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;

namespace Fairlead.Tests.Reports;

/// <summary>Plans and their reports, for tests.</summary>
internal static class Rendered
{
    public static Plan Case(string path) => Planner.Make(
        SiteFileReader.Parse(Path.GetFileName(path), File.ReadAllBytes(Repository.PathOf($"tests/Fairlead.Tests/Cases/{path}"))),
        new PlanOptions { AsOf = Plans.Today });

    public static string Html(Plan plan) => Text(stream => HtmlReport.Write(plan, stream));

    /// <summary>The page read by an XML parser, which forgives nothing.</summary>
    public static XElement Page(string html) => XDocument.Parse(html, LoadOptions.PreserveWhitespace).Root!;

    public static string Markdown(Plan plan) => Text(stream => MarkdownReport.Write(plan, stream));

    /// <summary>The rows of a table, as cells that a renderer of GitHub Flavored Markdown would find in them.</summary>
    public static IEnumerable<string[]> Rows(string markdown) => markdown.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Replace("\\|", "\u0001", StringComparison.Ordinal)[2..^2].Split('|'));

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
