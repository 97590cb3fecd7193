using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Fairlead.Tests.Init;

public sealed class InitCommandTests
{
    private static readonly string[] Whole =
    [
        "init", "--name", "madrid", "--prefix", "10.20.0.0/22", "--gateway", "10.20.0.1", "--dns", "10.10.0.53,10.10.0.54", "--vlan", "220",
        "--scope", "10.20.1.0-10.20.2.255", "--cluster", "shop", "--cluster", "bank", "--control-plane-ip", "10.20.0.20", "--region", "westeurope",
    ];

    [Theory]
    [InlineData("aks-arc-vmware")]
    [InlineData("kubernetes-vsphere")]
    public void Flags_make_a_site_that_plan_accepts(string profile)
    {
        var run = Run.Of([.. Whole, "--profile", profile]);
        Assert.Equal(0, run.ExitCode);
        Golden.Matches(run.Output, Repository.PathOf($"tests/Fairlead.Tests/Cases/Init/flags-{profile}.yaml"));
        var plan = Plans.Of(run.Output);
        Assert.DoesNotContain(plan.Diagnostics, finding => finding.IsFailure);
        Assert.Equal((2, 2), plan.ControlPlaneIps);
    }

    [Fact]
    public void A_segment_alone_is_enough()
    {
        var run = Run.Of("init", "--name", "a", "--profile", "kubernetes-vsphere", "--prefix", "10.0.0.0/24,2001:db8::/64");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(Plans.Of(run.Output).Diagnostics, finding => finding.IsFailure);
    }

    [Fact]
    public void Every_commented_field_is_one_of_the_format()
    {
        var yaml = Run.Of("init", "--name", "a", "--profile", "kubernetes-vsphere", "--prefix", "10.20.0.0/22").Output;
        var uncommented = Regex.Replace(yaml, @"^( *)# (?= *(- )?[{a-zA-Z]+:)", "$1", RegexOptions.Multiline);
        Assert.Contains("\nregion: westeurope", uncommented, StringComparison.Ordinal);
        var plan = Plans.Of(uncommented);
        Assert.DoesNotContain(plan.Diagnostics, finding => finding.IsUnusableInput);
    }

    [Fact]
    public void What_is_missing_is_said_when_nobody_can_be_asked()
    {
        var nothing = Run.Of("init");
        Assert.Equal((2, ""), (nothing.ExitCode, nothing.Output));
        Assert.All((string[])["--name", "--profile", "--prefix"], flag => Assert.Contains($"  {flag} ", nothing.Error, StringComparison.Ordinal));
        var cluster = Run.Of("init", "--name", "a", "--profile", "kubernetes-vsphere", "--prefix", "10.0.0.0/24", "--cluster", "shop");
        Assert.Equal(2, cluster.ExitCode);
        Assert.Contains("  --scope ", cluster.Error, StringComparison.Ordinal);
        Assert.Contains("  --dns ", cluster.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--profile", "aks-arc-vmwre", "There is no profile 'aks-arc-vmwre'; did you mean aks-arc-vmware?")]
    [InlineData("--prefix", "10.20.0.1/22", "--prefix: '10.20.0.1/22' has host bits set; write 10.20.0.0/22 or the single address 10.20.0.1.")]
    [InlineData("--vlan", "5000", "--vlan takes a number from 0 to 4094, not '5000'.")]
    [InlineData("--control-plane-ip", "10.2", "--control-plane-ip: ")]
    [InlineData("--map", "Netz=subnett", "--map knows no field 'subnett'; did you mean subnet?")]
    [InlineData("--map", "Netz", "--map takes COLUMN=FIELD")]
    [InlineData("--map", "Netz=subnet", "there is no --from-csv")]
    [InlineData("--gateway", "10.99.0.1", "FL1002")]
    [InlineData("--name", "Madrid Süd", "FL7005")]
    public void A_wrong_flag_is_refused_with_its_mend(string option, string value, string message)
    {
        string[] usual = ["init", "--name", "madrid", "--profile", "kubernetes-vsphere", "--prefix", "10.20.0.0/22"];
        var at = Array.IndexOf(usual, option);
        var run = Run.Of(at < 0 ? [.. usual, option, value] : [.. usual[..at], option, value, .. usual[(at + 2)..]]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_file_is_replaced_only_by_force()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("site.yaml");
        File.WriteAllText(file, "mine");
        string[] args = [.. Whole, "--profile", "kubernetes-vsphere", "-o", file];
        var refused = Run.Of(args);
        Assert.Equal((2, "", $"fairlead: {file} exists; --force replaces it, -o writes another.\n"), refused.ToTuple());
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(0, Run.Of([.. args, "--force"]).ExitCode);
        Assert.StartsWith("# Written by fairlead init", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(["site.yaml"], folder.Names);
    }

    [Fact]
    public void A_sheet_of_65000_rows_is_read()
    {
        using var folder = new TemporaryFolder();
        var sheet = folder.PathOf("big.csv");
        var rows = new StringBuilder("IP;Host name;Subnet;VLAN\n");
        for (var i = 0; i < 65_000; i++)
            rows.Append(CultureInfo.InvariantCulture, $"10.0.{i / 256}.{i % 256};h{i};10.0.0.0/16;5\n");
        File.WriteAllText(sheet, rows.ToString());
        var run = Run.Of("init", "--from-csv", sheet, "--name", "a", "--profile", "kubernetes-vsphere");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(Plans.Of(run.Output).Estate.Segments);
    }
}
