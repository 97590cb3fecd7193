using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class PublicSuffixesTests
{
    [Theory]
    [InlineData("com")]
    [InlineData("COM.")]
    [InlineData("co.uk")]
    [InlineData("ck")]
    [InlineData("co.ck")]
    [InlineData("anything.ck")]
    [InlineData("c.kobe.jp")]
    [InlineData("ide.kyoto.jp")]
    [InlineData("no-such-tld")]
    [InlineData("local")]
    [InlineData("github.io")]
    [InlineData("azurewebsites.net")]
    [InlineData("x.azurecontainer.io")]
    [InlineData("xn--55qx5d.cn")]
    [InlineData("xn--p1ai")]
    public void Is_a_suffix(string domain) => Assert.True(PublicSuffixes.IsPublicSuffix(domain));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("example.com")]
    [InlineData("example.co.uk")]
    [InlineData("www.ck")]
    [InlineData("www.www.ck")]
    [InlineData("a.co.ck")]
    [InlineData("city.kobe.jp")]
    [InlineData("b.c.kobe.jp")]
    [InlineData("example.no-such-tld")]
    [InlineData("me.github.io")]
    [InlineData("microsoft.com")]
    [InlineData("mcr.microsoft.com")]
    [InlineData(".com")]
    [InlineData("公司.example")]
    public void Is_not_a_suffix(string domain) => Assert.False(PublicSuffixes.IsPublicSuffix(domain));

    [Fact]
    public void A_name_longer_than_any_is_no_suffix() =>
        Assert.False(PublicSuffixes.IsPublicSuffix(string.Join('.', Enumerable.Repeat("label", 100))));

    /// <summary>Every line is found by the search, and the file is in the form that the search relies on.</summary>
    [Fact]
    public void Every_rule_of_the_file_is_found()
    {
        var lines = Lines();
        var rules = lines.Where(line => !line.StartsWith("//", StringComparison.Ordinal)).ToList();

        Assert.Equal(9506, rules.Count);
        Assert.Equal(rules.Order(StringComparer.Ordinal), rules);
        Assert.All(rules, rule => Assert.Matches(@"^!?(\*\.)?[a-z0-9.-]+$", rule));
        Assert.All(rules.Where(rule => rule[0] is not ('!' or '*')), rule => Assert.True(PublicSuffixes.IsPublicSuffix(rule), rule));
        Assert.All(rules.Where(rule => rule[0] == '*'), rule => Assert.True(PublicSuffixes.IsPublicSuffix("any-label" + rule[1..]), rule));
        Assert.All(rules.Where(rule => rule[0] == '!'), rule => Assert.False(PublicSuffixes.IsPublicSuffix(rule[1..]), rule));
    }

    [Fact]
    public void The_licence_and_the_edition_stand_in_the_file()
    {
        var header = string.Join('\n', Lines().TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)));
        Assert.Contains("Mozilla Public", header, StringComparison.Ordinal);
        Assert.Contains("publicsuffix 20230209.2326-1", header, StringComparison.Ordinal);
    }

    private static string[] Lines() =>
        System.Text.Encoding.ASCII.GetString(EmbeddedData.Bytes("Endpoints.Data.public-suffixes.txt")).TrimEnd('\n').Split('\n');
}
