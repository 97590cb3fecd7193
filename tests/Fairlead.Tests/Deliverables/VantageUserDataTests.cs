using Fairlead.Core.Deliverables;
using Fairlead.Core.Sites.Text;
using Xunit;

namespace Fairlead.Tests.Deliverables;

/// <summary>That it is a cloud-config, and that its script reports, is judged by cloud-init and by running it, in the system tests.</summary>
public sealed class VantageUserDataTests
{
    private const string Site = "{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, segments: [{name: s, prefix: 10.0.0.0/24, addressing: static}]}";

    private static readonly string Sum = new('a', 64);

    [Fact]
    public void Is_what_it_has_always_been()
    {
        var plan = Plans.Of(Site);
        Golden.Matches(VantageUserData.Render(Assert.Single(plan.Estate.Segments), [.. plan.Sources.Values], new("https://files.contoso.com/fairlead", Sum)), Repository.PathOf("tests/Fairlead.Tests/Cases/Check/vantage.yaml"));
    }

    [Theory]
    [InlineData("a\n  b\n\n\tc\n", "    content: |2\n      a\n        b\n\n      \tc\n")]
    [InlineData("  set in\n", "    content: |2\n        set in\n")]
    [InlineData("# \u202E\u0007\n", "    encoding: b64\n    content: IyDigK4HCg==\n")]
    public void A_site_file_arrives_as_it_is(string text, string expected)
    {
        var segment = Assert.Single(Plans.Of(Site).Estate.Segments);
        Assert.Contains($"  - path: /opt/fairlead/site/0.yaml\n    permissions: \"0600\"\n{expected}", VantageUserData.Render(segment, [new SourceFile("my site.yaml", text)], new(null, null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x/fairlead", true, "takes an http or https URL")]
    [InlineData("https://user:word@x/fairlead", true, "must not hold a user or password")]
    [InlineData("https://x/fairlead", false, "needs --program-sha256")]
    public void Refuses_a_program_that_can_not_be_trusted(string url, bool withSum, string expected)
    {
        var run = Run.Of(["render", "vantage", "site.yaml", "--segment", "s", "--program-url", url, .. withSum ? ["--program-sha256", Sum] : Array.Empty<string>()]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_nearest_segment()
    {
        var run = Run.Of("render", "vantage", Repository.PathOf("examples/contoso/contoso.yaml"), "--segment", "k8s-prd");
        Assert.Equal((2, "", "fairlead: there is no segment 'k8s-prd'; did you mean k8s-prod?\n"), run.ToTuple());
    }
}
