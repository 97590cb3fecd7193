using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fairlead.Core.Diagnostics;
using Xunit;

namespace Fairlead.Tests.Reports;

/// <summary>The page is one file that is whole, true, deaf to what site files say in markup, and the same every time.</summary>
public sealed partial class HtmlReportTests
{
    public static TheoryData<string> Cases => ["Plan/madrid.yaml", "Plan/conflicts.yaml", "Report/sevilla.yaml"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shows_every_finding_with_its_line_and_mend(string path)
    {
        var plan = Rendered.Case(path);
        var page = Rendered.Page(Rendered.Html(plan));
        var findings = page.Descendants("article").Where(article => Has(article, "finding")).ToList();

        Assert.Equal(plan.Diagnostics.Count, findings.Count);
        foreach (var finding in plan.Diagnostics)
        {
            Assert.Contains(findings, article => article.Value.Contains(finding.Message, StringComparison.Ordinal)
                && article.Value.Contains(finding.Rule.Id, StringComparison.Ordinal)
                && article.Value.Contains(finding.Subject.ToString(), StringComparison.Ordinal)
                && article.Value.Contains(finding.AcceptedBecause ?? finding.Hint, StringComparison.Ordinal)
                && article.Value.Contains($"{finding.Location.File}:{finding.Location.Line}", StringComparison.Ordinal)
                && finding.Related.Take(8).All(related => article.Value.Contains(related.Subject.ToString(), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_caret_stands_under_what_is_meant()
    {
        var page = Rendered.Page(Rendered.Html(Rendered.Case("Report/sevilla.yaml")));
        var taken = page.Descendants("article").First(article => Has(article, "finding") && article.Value.Contains("FL2003", StringComparison.Ordinal));
        Assert.Equal("87 │ controlPlane: {ip: 10.20.8.120, nodes: 1}\n   │                    ^^^^^^^^^^^", taken.Descendants("pre").First().Value);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tiles_of_every_map_fill_its_bar(string path)
    {
        var page = Rendered.Page(Rendered.Html(Rendered.Case(path)));
        var maps = page.Descendants("svg").Where(svg => Has(svg, "map")).ToList();

        Assert.NotEmpty(maps);
        Assert.All(maps, map =>
        {
            var end = 0m;
            foreach (var tile in map.Elements("rect").Where(rect => rect.Attribute("data-use") is not null))
            {
                Assert.Equal(end, Percent(tile, "x"));
                end += Percent(tile, "width");
            }

            Assert.Equal(100m, end);
        });
    }

    [Fact]
    public void What_is_too_thin_to_see_has_a_mark()
    {
        var page = Rendered.Page(Rendered.Html(Rendered.Case("Plan/madrid.yaml")));
        var map = page.Descendants("svg").First(svg => Has(svg, "map"));
        var marks = map.Elements("g").Where(group => group.Element("line") is not null).Select(group => group.Element("title")!.Value).ToList();
        Assert.Contains(marks, mark => mark.Contains("10.20.0.20: the control plane IP", StringComparison.Ordinal));
        Assert.Contains(marks, mark => mark.Contains("10.20.0.1: the gateway", StringComparison.Ordinal));
    }

    [Fact]
    public void Site_files_cannot_bring_markup()
    {
        var plan = Plans.Of(HostileText.Site);
        Assert.Contains(plan.Diagnostics, finding => finding.Subject.ToString().Contains("<script>", StringComparison.Ordinal));
        var html = Rendered.Html(plan);
        var page = Rendered.Page(html);

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "i" or "u" or "iframe" or "object" or "link" or "base" or "form");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("]]>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(html, c => c is '\u202E' or '\u202C' or '\u2066' or '\u200B' || (char.IsControl(c) && c != '\n'));
        Assert.Contains("⟨U+202E⟩", page.Value, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", page.Value, StringComparison.Ordinal); // shown, as text
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fetches_nothing_and_says_so(string path)
    {
        var html = Rendered.Html(Rendered.Case(path));
        var page = Rendered.Page(html);

        Assert.All(page.Descendants().Attributes("href"), href => Assert.StartsWith("#", href.Value));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "srcset" or "style" or "action" or "data");
        Assert.All(page.Descendants().Attributes("fill"), fill => Assert.Matches("^(none|url\\(#[a-z-]+\\))$", fill.Value));
        Assert.DoesNotMatch("(?i)@import|url\\(", page.Descendants("style").Single().Value);
        var policy = page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.Matches("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'$", policy);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_reference_leads_somewhere(string path)
    {
        var page = Rendered.Page(Rendered.Html(Rendered.Case(path)));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes("href"), href => Assert.Contains(href.Value[1..], ids));
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
        Assert.All(page.Descendants().Attributes("fill").Where(fill => fill.Value != "none"), fill => Assert.Contains(Reference().Match(fill.Value).Groups[1].Value, ids));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Headings_and_tables_can_be_followed_by_ear(string path)
    {
        var page = Rendered.Page(Rendered.Html(Rendered.Case(path)));
        var levels = page.Descendants().Where(element => HeadingName().IsMatch(element.Name.LocalName)).Select(heading => heading.Name.LocalName[1] - '0').ToList();

        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, "a level is left out"));
        Assert.Single(page.Descendants("main"));
        Assert.All(page.Descendants("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(table.Descendants("tr"), row => Assert.Equal(table.Element("thead")!.Descendants("th").Count(), row.Elements().Count()));
        });
        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("role") is not null), svg => Assert.NotEmpty(svg.Attribute("aria-label")!.Value));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_the_same_every_time(string path) => Assert.Equal(Rendered.Html(Rendered.Case(path)), Rendered.Html(Rendered.Case(path)));

    [Fact]
    public void An_empty_estate_is_a_page_too()
    {
        var page = Rendered.Page(Rendered.Html(Plans.Of("nonsense: [")));
        Assert.Contains("not usable", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_estate_is_all_there_and_what_is_cut_is_said()
    {
        var plan = Plans.Of(LargeEstate.Of(segments: 60, clustersPerSegment: 20));
        var page = Rendered.Page(Rendered.Html(plan));
        var inFull = page.Descendants("article").Count(article => Has(article, "finding"));
        var lines = page.Descendants("ul").Where(list => Has(list, "lines")).Sum(list => list.Elements("li").Count());

        Assert.True(plan.Diagnostics.Count > 2_000, $"{plan.Diagnostics.Count} findings");
        Assert.Equal(plan.Diagnostics.Count, inFull + lines);
        Assert.Equal(1_000, inFull);
        Assert.Contains($"{plan.Diagnostics.Count.ToString("N0", CultureInfo.InvariantCulture)} findings: the 1,000 that weigh most", page.Value, StringComparison.Ordinal);
        Assert.All(plan.Diagnostics.Where(finding => finding.Severity == Severity.Error).Take(1_000), finding => Assert.Contains(finding.Message, page.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants("details").Attributes("open"), open => Has(open.Parent!, "segment"));
    }

    private static bool Has(XElement element, string style) => element.Attribute("class")?.Value.Split(' ').Contains(style) == true;

    private static decimal Percent(XElement element, string name) => decimal.Parse(element.Attribute(name)!.Value.TrimEnd('%'), CultureInfo.InvariantCulture);

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex HeadingName();

    [GeneratedRegex("#([a-z-]+)")]
    private static partial Regex Reference();
}
