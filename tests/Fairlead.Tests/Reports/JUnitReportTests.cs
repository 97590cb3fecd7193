using System.Text;
using System.Xml.Linq;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Reports;

/// <summary>What test panes read. That it is JUnit's XML at all is judged by its schema, in the system tests.</summary>
public sealed class JUnitReportTests
{
    private const string Folder = "tests/Fairlead.Tests/Cases/Plan";

    [Fact]
    public void Is_what_it_has_always_been() =>
        Golden.Matches(Report(Sample("conflicts")) + "\n", Repository.PathOf($"{Folder}/conflicts.junit.xml"));

    [Fact]
    public void A_healthy_site_is_a_visible_pass()
    {
        var suite = Assert.Single(XDocument.Parse(Report(Sample("madrid"))).Root!.Elements("testsuite"));
        Assert.Equal("0", (string?)suite.Attribute("failures"));
        string[] expected = ["the input is usable", "segment k8s-prod has room for its nodes", "cluster shop has no errors"];
        Assert.Equal(expected, suite.Elements("testcase").Take(3).Select(each => (string?)each.Attribute("name")));
        Assert.All(suite.Elements("testcase"), each => Assert.Empty(each.Elements("failure")));
    }

    [Fact]
    public void An_error_fails_and_both_clusters_of_a_clash_lose_their_pass()
    {
        var cases = Cases("""
            {apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere,
            segments: [{name: s, prefix: 10.0.0.0/24, dnsServers: [10.1.0.1], addressing: dhcp, dhcp: {scopes: [{range: 10.0.0.100-10.0.0.200}]}}],
            clusters: [{name: one, segment: s, controlPlane: {ip: 10.0.0.9}},
            {name: two, segment: s, controlPlane: {ip: 10.0.0.9}}, {name: three, segment: s, controlPlane: {ip: 10.0.0.10}}]}
            """);
        var failure = Assert.Single(cases, each => each.Element("failure") is not null);
        Assert.Equal("FL2004 control-plane-ip-taken: a/clusters/two/controlPlane/ip and a/clusters/one/controlPlane/ip", (string?)failure.Attribute("name"));
        Assert.Equal(("a", "file0.yaml", "4"), ((string?)failure.Attribute("classname"), (string?)failure.Attribute("file"), (string?)failure.Attribute("line")));
        Assert.Equal("FL2004", (string?)failure.Element("failure")!.Attribute("type"));
        Assert.Equal(["cluster three has no errors"], cases.Select(each => (string?)each.Attribute("name")).Where(name => name!.StartsWith("cluster ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_fails_in_a_suite_of_its_own()
    {
        var suite = Assert.Single(XDocument.Parse(Report(Plans.Of("a: [")).ToString()).Root!.Elements("testsuite"));
        Assert.Equal("unreadable files", (string?)suite.Attribute("name"));
        Assert.NotNull(Assert.Single(suite.Elements("testcase")).Element("failure"));
    }

    [Fact]
    public void Names_are_distinct_where_findings_are_not()
    {
        var names = Cases("{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, segments: [{name: s}, {name: s}, {name: s}]}").Select(each => (string?)each.Attribute("name")).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        var report = Report(Planner.Make(SiteFileReader.Parse("<&>\"' \e\0\uFFFE\uD800 ]]> 😀.yaml", "a: ["u8), new PlanOptions { AsOf = Plans.Today }));
        var failed = Assert.Single(XDocument.Parse(report).Descendants("testcase"));
        Assert.Equal("<&>\"'  ]]> 😀.yaml", (string?)failed.Attribute("file"));
        Assert.Contains("<&>\"'  ]]> 😀.yaml:1:5\n", failed.Element("failure")!.Value, StringComparison.Ordinal);
    }

    private static List<XElement> Cases(string file) => [.. XDocument.Parse(Report(Plans.Of(file))).Descendants("testcase")];

    private static Plan Sample(string name) =>
        Planner.Make(SiteFileReader.Parse($"./sites/{name}.yaml", File.ReadAllBytes(Repository.PathOf($"{Folder}/{name}.yaml"))), new PlanOptions { AsOf = Plans.Today });

    private static string Report(Plan plan)
    {
        using var stream = new MemoryStream();
        JUnitReport.Write(plan, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
