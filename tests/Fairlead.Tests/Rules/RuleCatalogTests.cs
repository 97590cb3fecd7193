using System.Reflection;
using System.Text.RegularExpressions;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports;
using Fairlead.Core.Rules;
using Xunit;

namespace Fairlead.Tests.Rules;

public sealed class RuleCatalogTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Fact]
    public void Lists_every_rule_once_in_order_of_id()
    {
        var declared = typeof(RuleCatalog).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(RuleInfo)).Select(field => (RuleInfo)field.GetValue(null)!);
        Assert.Equal(declared.Select(rule => rule.Id).Order(), RuleCatalog.All.Select(rule => rule.Id));
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.DistinctBy(rule => rule.Id).Count());
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.DistinctBy(rule => rule.Name).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_page_that_stands_in_the_documentation(string id)
    {
        var rule = RuleCatalog.Find(id)!;
        Golden.Matches(RulePage.Render(rule), Repository.PathOf(rule.Help));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_prose_of_a_length_that_people_read(string id)
    {
        var text = RuleText.Of(RuleCatalog.Find(id)!);
        Assert.All([text.Why, text.Mend], section => Assert.InRange(Regex.Count(section, @"\S+"), 12, 150));
        Assert.NotEmpty(text.Source);
    }

    [Fact]
    public void Documents_no_rule_that_does_not_exist() =>
        Assert.Equal(
            RuleCatalog.All.Select(rule => rule.Id).Concat(CheckCatalog.All.Select(check => check.Rule)).Select(id => id + ".md").Order(),
            Directory.EnumerateFiles(Repository.PathOf("docs/rules"), "FL*.md").Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("FL2003")]
    [InlineData("fl2003")]
    [InlineData("control-plane-ip-in-dhcp-scope")]
    public void Finds_a_rule_by_id_or_name(string text) => Assert.Same(RuleCatalog.ControlPlaneIpInDhcpScope, RuleCatalog.Find(text));
}
