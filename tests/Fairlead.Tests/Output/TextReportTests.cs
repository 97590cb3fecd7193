using System.Text;
using System.Text.RegularExpressions;
using Fairlead.Cli.Output;
using Fairlead.Core.Diagnostics;
using Xunit;

namespace Fairlead.Tests.Output;

public sealed partial class TextReportTests
{
    public static TheoryData<string, string, int, bool, bool> Looks => new()
    {
        { "healthy", Sites.Healthy, 100, false, true },
        { "healthy-80", Sites.Healthy, 80, false, true },
        { "healthy-40", Sites.Healthy, 40, false, true },
        { "healthy-ascii", Sites.Healthy, 100, false, false },
        { "healthy-quiet", Sites.Healthy, 100, true, true },
        { "broken", Sites.Broken, 100, false, true },
        { "broken-60", Sites.Broken, 60, false, true },
        { "broken-40", Sites.Broken, 40, false, true },
        { "broken-quiet", Sites.Broken, 100, true, true },
        { "dual-stack", Sites.DualStack, 100, false, true },
        { "dual-stack-40", Sites.DualStack, 40, false, true },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void Looks_as_committed(string name, string yaml, int width, bool quiet, bool unicode) =>
        Golden.Matches(Report.Text(Report.Plan(yaml), width, quiet, unicode), Repository.PathOf($"tests/Fairlead.Tests/Output/Golden/{name}.txt"));

    [Theory]
    [InlineData(Sites.Healthy)]
    [InlineData(Sites.Broken)]
    [InlineData(Sites.DualStack)]
    public void Plain_output_is_the_coloured_one_without_escapes(string yaml)
    {
        var plan = Report.Plan(yaml);
        var plain = Report.Written(plan, new ReportLook(IsPlain: true, IsQuiet: false));
        var coloured = Report.Written(plan, new ReportLook(IsPlain: false, IsQuiet: false));
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains('\u001b', coloured);
        Assert.Equal(plain, Escapes().Replace(coloured, ""));
        Assert.Equal(plain, Report.Text(plan));
    }

    [Theory]
    [InlineData(Sites.Healthy)]
    [InlineData(Sites.Broken)]
    [InlineData(Sites.DualStack)]
    public void Ascii_output_is_ascii(string yaml) =>
        Assert.True(Ascii.IsValid(Report.Text(Report.Plan(yaml), unicode: false)));

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        foreach (var yaml in (string[])[Sites.Healthy, Sites.Broken, Sites.DualStack])
            Assert.All(Report.Text(Report.Plan(yaml), width).Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void No_line_ends_in_spaces() =>
        Assert.All(Report.Text(Report.Plan(Sites.Broken), 60).Split('\n'), line => Assert.Equal(line.TrimEnd(), line));

    [Fact]
    public void What_users_write_is_neither_markup_nor_a_command()
    {
        // The reader refuses such characters themselves, but YAML's escapes bring them in.
        var yaml = Sites.Healthy
            .Replace("for: switches", "for: \"[red]x[/] \\e]0;title\\a \\u009b31m \\u202egnp\"", StringComparison.Ordinal)
            .Replace("name: shop", "name: \"[link=http://evil]shop\\e[2J\"", StringComparison.Ordinal);
        var report = Report.Written(Report.Plan(yaml, "a\u001b[31m.yaml"), new ReportLook(IsPlain: true, IsQuiet: false));
        Assert.Contains("[red]x[/]", report, StringComparison.Ordinal);
        Assert.Contains("[link=http://evil]shop", report, StringComparison.Ordinal);
        Assert.DoesNotContain(report, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public void A_flood_is_counted_and_nothing_is_lost()
    {
        const int Clusters = 1500;
        var yaml = new StringBuilder("""
            apiVersion: fairlead.dev/v1
            kind: Site
            name: big
            profile: kubernetes-vsphere
            segments:
              - {name: s, prefix: 10.0.0.0/8, gateway: 10.0.0.1, dnsServers: [10.0.0.2], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.1.0.0/16}]}}
            clusters:

            """);
        for (var i = 0; i < Clusters; i++)
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{name: c{i}, segment: s, controlPlane: {{ip: 10.1.{i / 250}.{(i % 250) + 1}, nodes: 3}}}}\n");
        var plan = Report.Plan(yaml.ToString());
        Assert.Equal(Clusters, plan.Count(Severity.Error));
        var report = Report.Text(plan);
        Assert.Equal(1000, Regex.Count(report, @"^  error FL2003", RegexOptions.Multiline));
        Assert.Contains("500 findings not shown here", report, StringComparison.Ordinal);
        Assert.Contains("     500  error FL2003 control-plane-ip-in-dhcp-scope", report, StringComparison.Ordinal);
        Assert.Contains("1500 errors", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_yaml_is_shown_under_its_name()
    {
        var report = Report.Text(Report.Plan("apiVersion: fairlead.dev/v1\nkind: [Site\n", "odd.yaml"));
        Assert.Contains("file odd.yaml\n  error FL0001 yaml-syntax\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Address plan", report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_estate_is_no_reason_to_fail() => Assert.NotEmpty(Report.Text(Report.Plan("")));

    [Fact]
    public void Networks_as_large_as_there_are_do_no_harm()
    {
        var report = Report.Text(Report.Plan("""
            apiVersion: fairlead.dev/v1
            kind: Site
            name: x
            profile: kubernetes-vsphere
            segments:
              - {name: s, prefix: "::/0", gateway: "::1", dnsServers: ["::2"], addressing: dhcp, dhcp: {scopes: [{range: "::/0"}]}}
              - {name: e, prefix: 0.0.0.0/0, addressing: static, pool: 0.0.0.0/0}
            clusters:
              - {name: a, segment: s, loadBalancer: {addresses: ["::/0"]}, services: 3}
              - {name: b, segment: s, loadBalancer: {addresses: ["::/0"]}, services: 3}
            """));
        Assert.Contains("~2^128 addresses for 6 services", report, StringComparison.Ordinal);
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Escapes();
}
