using System.Text.RegularExpressions;
using Fairlead.Core.Diagnostics;
using Xunit;

namespace Fairlead.Tests.Reports;

/// <summary>A comment on a pull request: short enough, whole enough, and no user text breaks out of its cell.</summary>
public sealed partial class MarkdownReportTests
{
    [Theory]
    [InlineData("Plan/madrid")]
    [InlineData("Plan/conflicts")]
    [InlineData("Report/sevilla")]
    public void Is_what_it_has_always_been(string name) =>
        Golden.Matches(Rendered.Markdown(Rendered.Case($"{name}.yaml")), Repository.PathOf($"tests/Fairlead.Tests/Cases/{name}.md"));

    [Fact]
    public void Names_every_finding()
    {
        var plan = Rendered.Case("Report/sevilla.yaml");
        var rows = Rendered.Rows(Rendered.Markdown(plan)).Where(row => row.Length == 5).ToList();
        Assert.All(plan.Diagnostics, finding => Assert.Contains(rows, row =>
            row[1].Contains(finding.Rule.Id, StringComparison.Ordinal) && row[2].Contains(finding.Subject.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public void User_text_stays_in_its_cell()
    {
        var markdown = Rendered.Markdown(Plans.Of(HostileText.Site));

        Assert.All(Rendered.Rows(markdown).Select(row => row.Length), width => Assert.True(width is 3 or 5 or 8, $"{width} cells"));
        // What GitHub would take for markup lies in code, where it is text; outside of code, nothing is left of it.
        Assert.DoesNotMatch("<(?!br>|/?details>|/?summary>|/?code>)", CodeSpan().Replace(markdown, "code"));
        Assert.DoesNotContain("@nobody", CodeSpan().Replace(markdown, "code"), StringComparison.Ordinal);
        Assert.DoesNotContain(markdown, c => c is '\u202E' or '\u2066' or '\u200B');
        Assert.Equal(Count(markdown, "<details>"), Count(markdown, "</details>"));
    }

    [Fact]
    public void Never_grows_past_what_GitHub_takes_and_counts_what_is_left_out()
    {
        var plan = Plans.Of(LargeEstate.Of(segments: 150, clustersPerSegment: 8));
        var markdown = Rendered.Markdown(plan);

        Assert.InRange(markdown.Length, 40_000, 65_536);
        var shown = Rendered.Rows(markdown).Count(row => row.Length == 5 && row[1].Contains("](docs/rules/", StringComparison.Ordinal));
        Assert.Contains($"**{(plan.Diagnostics.Count - shown).ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} more findings not shown here**", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("ℹ️ info", markdown, StringComparison.Ordinal); // errors go first when not all fit
        Assert.True(plan.Count(Severity.Error) > shown);
        Assert.Contains("more segment", markdown, StringComparison.Ordinal);
        Assert.Contains("more ranges", markdown, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("(`+)(?!`).*?(?<!`)\\1(?!`)")]
    private static partial Regex CodeSpan();
}
