using System.Globalization;
using Fairlead.Core.Capacity;
using Fairlead.Core.Rules;
using Xunit;

namespace Fairlead.Tests.Rules;

/// <summary>Every case of every rule: a new case is a new file.</summary>
public sealed class RuleCaseTests
{
    public static TheoryData<string> Names => [.. RuleCase.All().Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reports_exactly_what_the_header_expects(string name)
    {
        var each = RuleCase.All().Single(candidate => candidate.Name == name);
        var plan = each.MakePlan();
        var expected = each.ExpectedFindings();
        Assert.Equal(
            string.Join('\n', expected.Select(finding => finding.Finding)),
            string.Join('\n', plan.Diagnostics.Select(RuleCase.Describe)));
        foreach (var (finding, actual) in expected.Zip(plan.Diagnostics).Where(pair => pair.First.Related is not null))
            Assert.Equal(finding.Related, string.Join(',', actual.Related.Select(related => related.Subject)));
        foreach (var capacity in each.ExpectedCapacity())
            Assert.Contains(plan.Capacity.Select(Describe), row => capacity.Split(' ').All(row.Contains));
    }

    [Fact]
    public void Every_rule_has_a_case_that_breaks_it_one_that_nearly_does_and_a_mended_twin()
    {
        var cases = RuleCase.All().ToLookup(each => each.Name.Split('/')[0]);
        Assert.All(RuleCatalog.All, rule =>
        {
            var own = cases[$"{rule.Id}-{rule.Name}"].ToList();
            Assert.Contains(own, each => each.CaseName == "breaks");
            Assert.Contains(own, each => each.CaseName == "mended");
            Assert.Contains(own, each => each.CaseName.StartsWith("nearly", StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Breaks_its_own_rule_only_where_its_name_says_so(string name)
    {
        var each = RuleCase.All().Single(candidate => candidate.Name == name);
        var own = each.ExpectedFindings().Select(finding => finding.Finding).Where(finding => finding.StartsWith(each.RuleId, StringComparison.Ordinal)).ToList();
        if (each.CaseName.StartsWith("breaks", StringComparison.Ordinal))
            Assert.NotEmpty(own);
        else
            Assert.All(own, finding => Assert.EndsWith(" overridden", finding));
    }

    private static string[] Describe(SegmentCapacity row) =>
    [
        row.Segment.ToString(), Figure("available", row.Available), Figure("steady", row.Steady), Figure("peak", row.Peak),
        Figure("staleLeases", row.StaleLeases), Figure("documentedMinimum", row.DocumentedMinimum), Figure("headroom", row.Headroom),
    ];

    private static string Figure(string name, IFormattable value) => $"{name}={value.ToString(null, CultureInfo.InvariantCulture)}";
}
