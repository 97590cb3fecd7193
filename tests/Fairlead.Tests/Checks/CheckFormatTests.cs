using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Reports.Checks;
using Fairlead.Core.Reports.Html;
using Xunit;

namespace Fairlead.Tests.Checks;

/// <summary>One run in every format: all say the same, and none claims more than was seen.</summary>
public sealed class CheckFormatTests
{
    private const string Hostile = "<script>alert(1)</script> | **bold** \u202E\e[31m ]]> @team [a](http://x)";

    public static TheoryData<string> Formats => [.. CheckFormats.Names];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Says_from_where_and_that_it_was_a_stand_in(string format)
    {
        var text = Written(format, CheckSamples.Mixed).Replace("&#8203;", "", StringComparison.Ordinal);
        Assert.All(["probe-1", "madrid/k8s-prod", "physical-nodes", "esxi-host", "ssh://ops@jump:2222"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Matches(format == "json" ? "standInFor" : "[Ss]tand-in", text);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("html")]
    public void Says_once_what_needs_raw_packets_and_what_was_asked_all_the_same(string format)
    {
        // Markdown escapes, and text breaks lines.
        var text = Regex.Replace(Written(format, CheckSamples.Mixed).Replace("\\", "", StringComparison.Ordinal), @"\s+", " ");
        Assert.Contains("Without CAP_NET_RAW 4 questions could not be asked (path 4).", text, StringComparison.Ordinal);
        Assert.Contains("Asked all the same: path.mtu, path.clock, path.port.", text, StringComparison.Ordinal);
        Assert.Contains("sudo setcap cap_net_raw+ep /usr/bin/fairlead", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_the_network_says_is_text_and_nothing_else(string format)
    {
        var text = Written(format, new(CheckSamples.Vantage with { Host = Hostile }, [CheckSamples.Answer(PathChecks.Port, CheckOutcome.Failed, Hostile, "tcp-filtered", Hostile) with { Hint = Hostile, Evidence = [new("tcp", Hostile)] }]));
        switch (format)
        {
            case "html":
                var page = XDocument.Parse(text);
                Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "script");
                Assert.DoesNotContain('\u202E', text);
                break;
            case "junit":
                Assert.Contains("<script>", XDocument.Parse(text).Descendants("failure").Single().Value, StringComparison.Ordinal);
                break;
            case "markdown":
                Assert.DoesNotContain("<script>", text.Replace("`", "\u0001", StringComparison.Ordinal).Split('\u0001').Where((_, index) => index % 2 == 0).Aggregate("", string.Concat), StringComparison.Ordinal);
                Assert.DoesNotContain("@team", text.Replace("`", "\u0001", StringComparison.Ordinal).Split('\u0001').Where((_, index) => index % 2 == 0).Aggregate("", string.Concat), StringComparison.Ordinal);
                break;
            case "text":
                Assert.DoesNotContain('\e', text);
                break;
            default:
                Assert.NotNull(JsonNode.Parse(text));
                break;
        }
    }

    [Fact]
    public void Text_folds_what_is_alike() =>
        Golden.Matches(Written("text", CheckSamples.Mixed), Repository.PathOf("tests/Fairlead.Tests/Cases/Check/mixed.txt"));

    [Fact]
    public void Text_is_quiet_about_passes_when_told()
    {
        var text = Written("text", CheckSamples.Mixed, new(IsPlain: true, IsQuiet: true));
        Assert.DoesNotContain("10.10.1.", text, StringComparison.Ordinal);
        Assert.Contains("30 passed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_is_what_it_has_always_been() =>
        Golden.Matches(Written("markdown", CheckSamples.Mixed), Repository.PathOf("tests/Fairlead.Tests/Cases/Check/mixed.md"));

    [Fact]
    public void Markdown_stays_below_what_GitHub_takes()
    {
        var many = Enumerable.Range(0, 3000).Select(i => CheckSamples.Answer(PathChecks.Port, CheckOutcome.Failed, $"host-{i}.contoso.com:443", $"cause-{i}", $"Number {i} does not answer."));
        var text = Written("markdown", new(CheckSamples.Vantage, [.. many]));
        Assert.InRange(text.Length, 10_000, 65_000);
        Assert.Contains("not shown here", text, StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_fails_failures_alone_and_skips_what_stayed_open()
    {
        var suite = XDocument.Parse(Written("junit", CheckSamples.Mixed)).Root!.Element("testsuite")!;
        Assert.Equal(("45", "9", "5"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures"), (string?)suite.Attribute("skipped")));
        var warning = suite.Elements("testcase").Single(each => ((string?)each.Attribute("name"))!.Contains("path.clock", StringComparison.Ordinal));
        Assert.Null(warning.Element("failure"));
        Assert.Contains("warning (clock-offset)", warning.Element("system-out")!.Value, StringComparison.Ordinal);
        Assert.Equal("0.012", (string?)warning.Attribute("time"));
    }

    [Fact]
    public void Sarif_holds_what_is_not_as_planned_and_calls_open_what_is_open()
    {
        var results = JsonNode.Parse(Written("sarif", CheckSamples.Mixed))!["runs"]![0]!["results"]!.AsArray();
        Assert.Equal(15, results.Count);
        Assert.Equal(["fail error:9", "fail warning:1", "notApplicable none:1", "open none:4"], results.GroupBy(each => $"{each!["kind"]} {each["level"]}").Select(group => $"{group.Key}:{group.Count()}").Order());
        Assert.Distinct(results.Select(each => (string?)each!["partialFingerprints"]!["primaryLocationLineHash"]));
        Assert.All(results, each => Assert.Equal(14, (int)each!["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!));
    }

    [Fact]
    public void Html_shows_failures_first_and_folds_the_rest()
    {
        var page = XDocument.Parse(Written("html", CheckSamples.Mixed)).Root!;
        var answers = page.Descendants("section").Single(section => (string?)section.Attribute("id") == "answers");
        Assert.Equal(["failed", "failed", "failed", "failed", "failed", "failed", "warning", "unknown", "skipped"], answers.Elements("article").Select(article => article.Descendants("span").First().Value));
        Assert.Contains("3 more answers alike: path.port failed (tcp-filtered)", answers.Value, StringComparison.Ordinal);
        Assert.Equal(4, page.Descendants("section").Single(section => (string?)section.Attribute("id") == "addresses").Descendants("tbody").Single().Elements("tr").Count());
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "link");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet();
        Assert.All(page.Descendants("a").Select(link => (string)link.Attribute("href")!), link => Assert.Contains(link.TrimStart('#'), ids));
    }

    [Theory]
    [InlineData("dns", CheckOutcome.Failed, "dns", "stopped,,,")]
    [InlineData("tcp-filtered", CheckOutcome.Failed, "dns tcp", "through,stopped,,")]
    [InlineData("tls-reset", CheckOutcome.Failed, "dns tcp tls", "through,through,stopped,")]
    [InlineData("tls-inspected", CheckOutcome.Failed, "dns tcp tls tls-certificate http", "through,through,stopped,")]
    [InlineData("http-blocked", CheckOutcome.Failed, "dns tcp http", "through,through,,stopped")]
    [InlineData("proxy-denied", CheckOutcome.Failed, "dns tcp proxy-connect", "through,through,,stopped")]
    [InlineData("http-ok", CheckOutcome.Passed, "dns route tcp tls tls-certificate http", "through,through,through,through")]
    [InlineData("connected", CheckOutcome.Passed, "dns tcp", "through,through,,")]
    [InlineData("ntp-silent", CheckOutcome.Failed, "dns route", "through,,,")]
    [InlineData("unknown: needs a concrete host", CheckOutcome.Unknown, "endpoint", ",,,")]
    public void The_matrix_shows_how_far_the_way_goes(string reason, CheckOutcome outcome, string evidence, string layers)
    {
        var check = new CheckInfo("FL8301", "egress.endpoint", "An endpoint is reached.");
        var result = CheckSamples.Answer(check, outcome, "mcr.microsoft.com:443", reason, "…") with { Evidence = [.. evidence.Split(' ').Select(kind => new Evidence(kind, "…"))] };
        using var text = new StringWriter();
        EndpointsSection.Write(new HtmlWriter(text), new(CheckSamples.Vantage, [result]));
        var row = XDocument.Parse(text.ToString()).Descendants("tbody").Single().Element("tr")!;
        Assert.Equal(layers, string.Join(',', row.Elements("td").Take(4).Select(cell => ((string)cell.Attribute("class")!).Replace("layer", "", StringComparison.Ordinal).Trim())));
        Assert.Contains(reason, row.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_goes_through_json_unchanged()
    {
        Assert.True(CheckJsonReader.TryRead(Encoding.UTF8.GetBytes(Written("json", CheckSamples.Mixed)), out var read, out var error), error);
        Assert.Equal(Written("html", CheckSamples.Mixed), Written("html", read));
        Assert.Equal(Written("json", CheckSamples.Mixed), Written("json", read));
    }

    private static string Written(string format, CheckReport report, ReportLook? look = null)
    {
        using var stream = new MemoryStream();
        CheckFormats.Write(format, new(report, Plans.Of(""), look ?? new(IsPlain: true, IsQuiet: false)), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
