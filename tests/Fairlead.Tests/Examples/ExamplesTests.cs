using System.Text;
using System.Text.RegularExpressions;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Examples;

/// <summary>The examples are what people copy: what their files and READMEs say must be so.</summary>
public sealed partial class ExamplesTests
{
    private static readonly PlanOptions Options = new() { AsOf = new DateOnly(2026, 9, 1) };

    [Fact]
    public void Contoso_has_no_finding_at_all()
    {
        var plan = PlanOf("contoso");

        Assert.Empty(plan.Diagnostics);
        Assert.Equal((3, 3), plan.ControlPlaneIps);
    }

    [Fact]
    public void Contoso_has_the_capacity_that_its_readme_shows()
    {
        var rows = PlanOf("contoso").Capacity.Select(row => $"| {row.Segment.Name} | {row.Available} | {row.Steady} | {row.Peak} |");

        Assert.All(rows, row => Assert.Contains(row, Readme("contoso"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ip: 10.20.0.20", "ip: 10.20.1.20", "FL2003")]
    [InlineData("addresses: 10.20.3.1-10.20.3.40", "addresses: 10.20.3.1-10.20.3.50", "FL4004")]
    [InlineData("range: 10.20.8.100-10.20.8.199", "range: 10.20.8.100-10.20.8.112", "FL3007")]
    public void Contoso_breaks_as_its_readme_says(string written, string change, string rule)
    {
        Assert.Contains($"`{change}`", Readme("contoso"), StringComparison.Ordinal);

        var plan = PlanOfChangedContoso(written, change);

        Assert.Equal(rule, Assert.Single(plan.Diagnostics).Rule.Id);
    }

    [Fact]
    public void Contoso_needs_less_at_the_peak_with_short_leases()
    {
        var plan = PlanOfChangedContoso("leaseTime: 4h", "leaseTime: 30m");

        Assert.Equal(32, plan.Capacity[0].Peak);
    }

    [Fact]
    public void Broken_reports_what_its_readme_lists()
    {
        var plan = PlanOf("broken");

        Assert.Equal(
            FindingRow().Matches(Readme("broken")).Select(match => $"{match.Groups["n"]} {match.Groups["rule"]} {match.Groups["severity"]} {match.Groups["subject"]}"),
            plan.Diagnostics.Select((finding, i) => $"{i + 1} {finding.Rule.Id} {finding.Severity.Word()} {finding.Subject}"));
        Assert.Contains($"{plan.Count(Severity.Error)} errors, {plan.Count(Severity.Warning)} warnings and {plan.Count(Severity.Info)} infos", Readme("broken"), StringComparison.Ordinal);
        Assert.False(plan.HasUnusableInput);
        Assert.True(plan.HasFailures);
    }

    [Fact]
    public void Broken_has_a_comment_at_the_lines_it_reports()
    {
        var plan = PlanOf("broken");

        var errors = plan.Diagnostics.Where(finding => finding.Severity == Severity.Error && finding.Rule.Id is not "FL3006");
        Assert.All(errors, finding => Assert.Contains("# mistake", plan.Sources[finding.Location.File].Text.Split('\n')[finding.Location.Line - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Broken_folds_the_copied_segment_into_one_finding()
    {
        var copied = Assert.Single(PlanOf("broken").Diagnostics, finding => finding.Rule.Id == "FL1001");

        Assert.Equal(3, copied.Consequences);
    }

    [Fact]
    public void Fleet_is_healthy()
    {
        var plan = PlanOf("fleet");

        Assert.Equal(0, plan.Count(Severity.Error));
        Assert.Equal(0, plan.Count(Severity.Warning));
        Assert.Equal(["FL7007", "FL4007", "FL4005"], plan.Diagnostics.Select(finding => finding.Rule.Id));
        Assert.Equal("frankfurt/clusters/tracking/loadBalancer", Assert.Single(plan.Diagnostics, finding => finding.IsOverridden).Subject.ToString());
    }

    [Fact]
    public void Fleet_shows_what_its_readme_names()
    {
        var plan = PlanOf("fleet");

        Assert.Equal(
            SiteRow().Matches(Readme("fleet")).Select(match => $"{match.Groups["name"]} {match.Groups["profile"]} {match.Groups["space"]}").Order(),
            plan.Estate.Sites.Select(site => $"{site.Name} {site.Profile.Name} {site.AddressSpace}").Order());
        Assert.Equal(3, plan.Estate.Sites.Select(site => site.Profile.Name).Distinct().Count());
        Assert.Contains(plan.Claims, claim => claim.Kind == ClaimKind.RoutedLoadBalancer);
        Assert.Equal(7, plan.ControlPlaneIps.Planned);
        Assert.Equal(2, plan.Claims.Count(claim => claim.Kind == ClaimKind.ControlPlaneIp && claim.Owner.ToString() == "mainz/clusters/portal"));
    }

    [Fact]
    public void Fleet_without_its_second_address_space_collides()
    {
        var documents = SiteFileReader.Read([Repository.PathOf("examples", "fleet")], TestContext.Current.CancellationToken)
            .Select(document => SiteFileReader.Parse(document.File.Name, Encoding.UTF8.GetBytes(document.File.Text.Replace("plant-brno", "corporate", StringComparison.Ordinal))));

        var plan = Planner.Make([.. documents.SelectMany(document => document)], Options);

        Assert.Contains(plan.Diagnostics, finding => finding.Rule.Id == "FL1001");
    }

    [Fact]
    public void Every_example_ends_with_its_exit_code()
    {
        Assert.Equal(0, CommandLine.Run("plan", Repository.PathOf("examples", "contoso")).ExitCode);
        Assert.Equal(1, CommandLine.Run("plan", Repository.PathOf("examples", "broken")).ExitCode);
        Assert.Equal(0, CommandLine.Run("plan", Repository.PathOf("examples", "fleet")).ExitCode);
    }

    private static Plan PlanOf(string example) =>
        Planner.Make(SiteFileReader.Read([Repository.PathOf("examples", example)], TestContext.Current.CancellationToken), Options);

    private static Plan PlanOfChangedContoso(string written, string change)
    {
        var text = File.ReadAllText(Repository.PathOf("examples", "contoso", "contoso.yaml"));
        Assert.Contains(written, text, StringComparison.Ordinal);
        IReadOnlyList<SourceDocument> documents = SiteFileReader.Parse("contoso.yaml", Encoding.UTF8.GetBytes(text.Replace(written, change, StringComparison.Ordinal)));
        return Planner.Make(documents, Options);
    }

    private static string Readme(string example) => File.ReadAllText(Repository.PathOf("examples", example, "README.md"));

    [GeneratedRegex(@"^\| (?<n>\d+) \| (?<rule>FL\d{4}) \| (?<severity>\w+) \| `(?<subject>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex FindingRow();

    [GeneratedRegex(@"^\| \[(?<name>[a-z]+)\]\([^)]+\) \| (?<profile>[a-z-]+) \| (?<space>[a-z-]+) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SiteRow();
}
