using System.Text.RegularExpressions;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports;
using Xunit;

namespace Fairlead.Tests.Checks;

public sealed class CheckCatalogTests
{
    private static readonly string[] Families = ["arp", "dhcp", "dns", "egress", "proxy", "path"];

    public static TheoryData<string> Rules => [.. CheckCatalog.All.Select(check => check.Rule)];

    [Fact]
    public void Lists_every_question_once_in_order_of_rule()
    {
        Assert.Equal(CheckCatalog.All.Select(check => check.Rule).Order(StringComparer.Ordinal), CheckCatalog.All.Select(check => check.Rule));
        Assert.Distinct(CheckCatalog.All.Select(check => check.Rule));
        Assert.Distinct(CheckCatalog.All.Select(check => check.Id));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Has_a_number_of_its_family_and_an_id_in_kebab_case(string rule)
    {
        var check = CheckCatalog.Find(rule)!;
        Assert.Matches("^FL8[0-5][0-9]{2}$", check.Rule);
        Assert.Matches(@"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$", check.Id);
        Assert.Equal(Families[check.Rule[3] - '0'], check.Family);
        Assert.EndsWith(".", check.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Has_prose_of_a_length_that_people_read(string rule)
    {
        var text = CheckText.Of(CheckCatalog.Find(rule)!);
        Assert.All([text.Why, text.Mend], section => Assert.InRange(Regex.Count(section, @"\S+"), 8, 250));
        // What each of a dozen answers is taken for stands here too.
        Assert.InRange(Regex.Count(text.Asks, @"\S+"), 12, 500);
        Assert.NotEmpty(text.Source);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Has_a_page_that_stands_in_the_documentation(string rule)
    {
        var check = CheckCatalog.Find(rule)!;
        Golden.Matches(RulePage.Render(check), Repository.PathOf(check.Help));
    }

    [Fact]
    public void Has_no_prose_of_a_question_that_does_not_exist() =>
        Assert.Equal(
            CheckCatalog.All.Select(check => $"{check.Rule}-{check.Id}.md").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Repository.PathOf("src/Fairlead.Core/Checks/Texts"), "*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("FL8501")]
    [InlineData("fl8501")]
    [InlineData("path.mtu")]
    public void Is_explained_by_rule_or_id(string name)
    {
        var run = Run.Of("explain", name);
        Assert.Equal((0, RulePage.Render(CheckCatalog.Find("path.mtu")!), ""), run.ToTuple());
        Assert.Contains("## How it is asked", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stands_in_the_list_of_rules()
    {
        var ids = Run.Of("explain").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Superset(CheckCatalog.All.Select(check => check.Rule).ToHashSet(), ids.ToHashSet());
    }

    [Theory]
    [InlineData("path.mtuu", "path.mtu")]
    [InlineData("path.clok", "path.clock")]
    public void Did_you_mean(string wrong, string meant)
    {
        var run = Run.Of("explain", wrong);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"did you mean {meant}?", run.Error, StringComparison.Ordinal);
    }
}
