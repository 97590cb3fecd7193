using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Rules;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Reports;

/// <summary>What code scanning reads. That it is SARIF at all is judged by its schema, in the system tests.</summary>
public sealed class SarifReportTests
{
    private const string Folder = "tests/Fairlead.Tests/Cases/Plan";

    /// <summary>Two clusters that want one address.</summary>
    private const string Clash = """
        {apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere,
        segments: [{name: s, prefix: 10.0.0.0/24, gateway: 10.0.0.1, dnsServers: [10.1.0.1], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.0.0.100-10.0.0.200}]}}],
        clusters: [{name: one, segment: s, controlPlane: {ip: 10.0.0.9, nodes: 3}},
        {name: two, segment: s, controlPlane: {ip: 10.0.0.9, nodes: 3}}]}
        """;

    [Fact]
    public void Is_what_it_has_always_been()
    {
        // The catalogue's prose has tests of its own, and the version changes.
        var report = Report(Planner.Make(SiteFileReader.Parse("sites/conflicts.yaml", File.ReadAllBytes(Repository.PathOf($"{Folder}/conflicts.yaml"))), new PlanOptions { AsOf = Plans.Today }));
        var driver = Run(report)["tool"]!["driver"]!.AsObject();
        Assert.True(driver.Remove("rules") && driver.Remove("version") && driver.Remove("semanticVersion"));
        Golden.Matches(report.ToString() + "\n", Repository.PathOf($"{Folder}/conflicts.sarif"));
    }

    [Fact]
    public void Every_rule_of_the_catalogue_is_there_whatever_was_found()
    {
        var rules = Run(Report(Plans.Of(Clash)))["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Id), rules.Select(rule => Text(rule!["id"])));
        // GitHub cuts longer descriptions off.
        Assert.All(rules, rule => Assert.InRange(Text(rule!["fullDescription"]!["text"]).Length, 40, 1024));
        Assert.All(rules, rule => Assert.Contains("## How to mend it", Text(rule!["help"]!["markdown"]), StringComparison.Ordinal));
        Assert.Equal("note", Text(rules.Single(rule => Text(rule!["id"]) == "FL1008")!["defaultConfiguration"]!["level"]));
    }

    [Fact]
    public void A_result_points_at_its_rule_and_links_the_other_party()
    {
        var report = Run(Report(Plans.Of(Clash)));
        var result = report["results"]!.AsArray().Single(each => Text(each!["ruleId"]) == "FL2004")!;
        Assert.Equal("FL2004", Text(report["tool"]!["driver"]!["rules"]![(int)result["ruleIndex"]!]!["id"]));
        Assert.Contains("[a/clusters/one/controlPlane/ip](1)", Text(result["message"]!["text"]), StringComparison.Ordinal);
        Assert.Equal(1, (int)result["relatedLocations"]![0]!["id"]!);
        Assert.Equal("10.0.0.9", Text(result["properties"]!["overlap"]));
        Assert.Empty(result["suppressions"]!.AsArray());
        var region = result["locations"]![0]!["physicalLocation"]!["region"]!;
        Assert.Equal(4, (int)region["startLine"]!);
        Assert.StartsWith("10.0.0.9, nodes: 3}}]}", Text(region["snippet"]!["text"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprints_stay_when_lines_move_and_differ_between_findings()
    {
        var before = Fingerprints(Clash);
        Assert.Equal(before, Fingerprints("# a comment\n\n" + Clash));
        Assert.Equal(before.Count, before.Distinct().Count());
        Assert.NotEqual(before, Fingerprints(Clash.Replace("10.0.0.9", "10.0.0.10", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("./sites/a b.yaml", "sites/a%20b.yaml", true)]
    [InlineData("sites//./å#1%.yaml", "sites/%C3%A5%231%25.yaml", true)]
    [InlineData("a:b.yaml", "a%3Ab.yaml", true)]
    [InlineData("../sites/a.yaml", "../sites/a.yaml", true)]
    [InlineData("sites\\a.yaml", "sites/a.yaml", true)]
    [InlineData("/srv/plan's/a.yaml", "file:///srv/plan%27s/a.yaml", false)]
    [InlineData("C:\\plans\\a.yaml", "file:///C:/plans/a.yaml", false)]
    public void Paths_become_references_of_the_repository(string file, string uri, bool isRelative)
    {
        Assert.Equal((uri, isRelative), SourcePath.Uri(file));
        Assert.True(Uri.IsWellFormedUriString(uri, isRelative ? UriKind.Relative : UriKind.Absolute));
    }

    [Fact]
    public void Of_a_very_long_line_only_a_piece_is_shown()
    {
        var file = "{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, x: '" + string.Concat(Enumerable.Repeat("😀", 5000)) + "'}";
        var place = Run(Report(Plans.Of(file)))["results"]![0]!["locations"]![0]!["physicalLocation"]!;
        Assert.InRange(Text(place["region"]!["snippet"]!["text"]).Length, 1, 240);
        Assert.False(char.IsHighSurrogate(Text(place["region"]!["snippet"]!["text"])[^1]));
        Assert.Null(place["contextRegion"]);
    }

    [Fact]
    public void What_a_user_wrote_never_becomes_a_link()
    {
        var results = Run(Report(Plans.Of("{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: '[x](https://example.com)'}")))["results"]!.AsArray();
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.DoesNotContain("x](h", Text(result!["message"]!["text"]).Replace("\\](", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Half_a_character_does_no_harm()
    {
        var report = Report(Planner.Make(SiteFileReader.Parse("a\uD800.yaml", "a: ["u8), new PlanOptions { AsOf = Plans.Today }));
        Assert.Equal("a%EF%BF%BD.yaml", Text(Run(report)["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]));
    }

    private static List<string> Fingerprints(string file) =>
        [.. Run(Report(Plans.Of(file)))["results"]!.AsArray().Select(result => Text(result!["partialFingerprints"]!["primaryLocationLineHash"]))];

    private static JsonNode Run(JsonNode report) => report["runs"]![0]!;

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static JsonNode Report(Plan plan)
    {
        using var stream = new MemoryStream();
        SarifReport.Write(plan, stream);
        return JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
    }
}
