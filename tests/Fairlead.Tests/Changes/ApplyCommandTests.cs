using Xunit;

namespace Fairlead.Tests.Changes;

public sealed class ApplyCommandTests : IDisposable
{
    private const string Site = "examples/contoso";

    private readonly TemporaryFolder _folder = new();

    private string Into => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_is_compared_applied_and_then_equal()
    {
        var site = Repository.PathOf(Site);
        var diff = Run.Of("diff", site, "--into", Into);
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("create  SHA256SUMS", diff.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Into));

        // Nobody can be asked, and nothing is changed.
        var unasked = Run.Of("apply", site, "--into", Into);
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("add --yes", unasked.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Into));

        Assert.Equal(0, Run.Of("apply", site, "--into", Into, "--yes").ExitCode);
        var same = Run.Of("diff", site, "--into", Into);
        Assert.Equal((0, true), (same.ExitCode, same.Output.Contains("nothing to change", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bundle_holds_a_readme_for_each_cluster_and_sums_that_are_true()
    {
        var site = Repository.PathOf(Site);
        Assert.Equal(0, Run.Of("render", "bundle", site, "-o", Into).ExitCode);
        var files = Directory.EnumerateFiles(Into, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Into, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

        Assert.Contains(files, file => file.EndsWith("/README.md", StringComparison.Ordinal));
        var sums = File.ReadAllLines(Path.Combine(Into, "SHA256SUMS")).Select(line => line.Split("  ")).ToDictionary(pair => pair[1], pair => pair[0]);
        Assert.Equal(files.Where(file => file != "SHA256SUMS"), sums.Keys.Order(StringComparer.Ordinal));
        Assert.All(sums, pair => Assert.Equal(pair.Value, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(Into, pair.Key))))));

        // The same plan, the same bytes.
        var again = Path.Combine(_folder.Path, "again");
        Run.Of("render", "bundle", site, "-o", again);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(Into, file)), File.ReadAllBytes(Path.Combine(again, file))));
    }

    [Fact]
    public void A_plan_with_errors_writes_nothing_unless_forced_and_then_says_so()
    {
        var site = Path.Combine(_folder.Path, "site.yaml");
        File.WriteAllText(site, """
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: kubernetes-vsphere
            segments:
              - {name: k8s, prefix: 10.20.0.0/24, gateway: 10.20.0.1, dnsServers: [10.20.0.2], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.20.0.10-10.20.0.199}]}}
            clusters:
              - {name: shop, segment: k8s, controlPlane: {ip: 10.20.0.20, nodes: 3}, nodePools: [{name: default, nodes: 3}]}
            """);
        var refused = Run.Of("render", "bundle", site, "-o", Into);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("FL2003", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Into));
        Assert.Equal(1, Run.Of("apply", site, "--into", Into, "--yes").ExitCode);
        Assert.False(Directory.Exists(Into));
    }

    [Fact]
    public void Json_shows_each_change_with_its_texts()
    {
        using var document = System.Text.Json.JsonDocument.Parse(Run.Of("diff", Repository.PathOf(Site), "--into", Into, "--format", "json").Output);
        Assert.All(document.RootElement.GetProperty("changes").EnumerateArray(), change => Assert.Equal("create", change.GetProperty("kind").GetString()));
    }
}
