using Fairlead.Tests.Connectors.ArmTemplates;
using Fairlead.Tests.Connectors.NetBox;
using Xunit;

namespace Fairlead.Tests.Cli;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Several_sources_make_a_site_that_plan_takes_and_a_second_time_changes_nothing()
    {
        var (template, parameters, book, site) = (Write("t.json", ArmTemplateTests.VMware), Write("p.json", ArmTemplateTests.Parameters), Write("n.json", NetBoxJsonTests.Export), _folder.PathOf("site.yaml"));
        string[] sources = ["arm", $"{template},parameters={parameters},location=westeurope", $"netbox:{book}"];

        var first = Run.Of(["import", .. sources, "-o", site]);

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("2 segments, 1 cluster", first.Error);
        Assert.InRange(Run.Of("plan", site).ExitCode, 0, 1);
        var bytes = File.ReadAllBytes(site);
        Assert.Equal(0, Run.Of(["import", .. sources, "-o", site]).ExitCode);
        Assert.Equal(0, Run.Of(["import", .. sources, "--into", site]).ExitCode);
        Assert.Equal(bytes, File.ReadAllBytes(site));
    }

    [Fact]
    public void A_conflict_is_shown_and_ends_with_1()
    {
        var template = Write("t.json", ArmTemplateTests.AzureLocal);
        var site = Write("site.yaml", "apiVersion: fairlead.dev/v1\nkind: Site\nname: s\nprofile: aks-azure-local\nsegments:\n  - name: lnet\n    vlan: 51 # ours\n    prefix: 10.50.0.0/24\n    addressing: static\n");

        var run = Run.Of("import", $"arm:{template}", "--into", site);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("conflict: " + site + ":7: segments.lnet.vlan is 51, and t.json:4 has 50", run.Error);
        Assert.Contains("vlan: 51 # ours\n", File.ReadAllText(site));
        Assert.Contains("gateway: 10.50.0.1  # t.json:6\n", File.ReadAllText(site));
    }

    [Fact]
    public void A_file_of_output_that_is_another_is_not_replaced()
    {
        var (template, site) = (Write("t.json", ArmTemplateTests.AzureLocal), Write("site.yaml", "mine"));

        Assert.Equal(2, Run.Of("import", "arm", template, "-o", site).ExitCode);
        Assert.Equal("mine", File.ReadAllText(site));
        Assert.Equal(0, Run.Of("import", "arm", template, "-o", site, "--force").ExitCode);
    }

    [Theory]
    [InlineData(2, "names no source", "bogus")]
    [InlineData(2, "is followed by no place", "arm")]
    [InlineData(2, "arm:/nowhere/t.json can't be read", "arm", "/nowhere/t.json")]
    [InlineData(3, "netbox:http://127.0.0.1:9: it can't be reached", "netbox", "http://127.0.0.1:9")]
    [InlineData(2, "there is none", "csv", "x", "--prefix", "10.0.0.0/24")]
    [InlineData(2, "leave one out", "csv", "x", "--into", "a", "-o", "b")]
    [InlineData(2, "user and password don't belong in an address", "netbox", "https://u:secret@netbox.example.com")]
    public void What_can_not_be_imported_is_said(int exitCode, string expected, params string[] arguments)
    {
        var run = Run.Of(["import", .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error);
        Assert.DoesNotContain("secret", run.Error);
        Assert.Empty(run.Output);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }
}
