using System.Text.Json.Nodes;
using Fairlead.Testing.VCenter;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary><c>fairlead up --sources</c>: the installed program, a vCenter that it follows, and a Kea's files that it reads again.</summary>
public sealed class SourcesOfUpTests : IDisposable
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - name: k8s
            vsphereNetwork: DC0_DVPG0
            prefix: 10.20.0.0/16
            gateway: 10.20.255.1
            dnsServers: [10.20.255.2]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.20.100.0-10.20.200.199}]}
        clusters:
          - name: shop
            segment: k8s
            controlPlane: {ip: 10.20.0.1, nodes: 3}
            nodePools: [{name: default, nodes: 3}]
        """;

    private readonly string _state = Directory.CreateTempSubdirectory("fairlead-sources-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task The_page_shows_sources_and_findings_follow_what_they_say()
    {
        VCenterSimulator.Require();
        await using var vcenter = await VCenterSimulator.StartAsync(20, Ct);
        var leases = Path.Combine(_state, "leases.csv");
        await File.WriteAllTextAsync(Path.Combine(_state, "kea.json"), """{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.20.0.0/16", "pools": [{"pool": "10.20.100.0 - 10.20.200.199"}]}]}}""", Ct);
        await File.WriteAllTextAsync(leases, "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n", Ct);
        var (site, sources) = (Path.Combine(_state, "site.yaml"), Path.Combine(_state, "sources.txt"));
        await File.WriteAllTextAsync(site, Site, Ct);
        await File.WriteAllTextAsync(sources, $"""
            apiVersion: fairlead.dev/v1
            kind: Sources
            sources:
              - site: madrid
                source: "{vcenter.Source}"
              - {"{"}site: madrid, source: "kea:{Path.Combine(_state, "kea.json")},leases={leases}", every: 10s{"}"}
            """, Ct);

        await using var up = await RunningUp.StartAsync(_state, site, "--sources", sources, "--listen", "127.0.0.1:0", "--no-check");
        using var session = await up.Browser.GetAsync(up.Address, Ct);
        await UntilAsync(async () => (await GetAsync(up, "sources")).AsArray().All(source => (string?)source!["state"] == "read"));

        // VM 1 of the simulator has the control plane IP.
        await UntilAsync(async () => (await GetAsync(up, "findings")).ToString().Contains("FL8604", StringComparison.Ordinal));
        var page = await up.Browser.GetStringAsync("/sites/madrid", Ct);
        Assert.Contains($"vcenter:{vcenter.Address}", page, StringComparison.Ordinal);
        Assert.Contains("20 machines", page, StringComparison.Ordinal);
        Assert.DoesNotContain("proper", page + up.Said, StringComparison.Ordinal); // the password

        // It is switched off, and vCenter shows no address any more.
        var name = (await GetAsync(up, "sightings?address=10.20.0.1")).AsArray().Select(seen => (string)seen!["text"]!).Single();
        await vcenter.PowerOffAsync(name, Ct);
        await UntilAsync(async () => (await GetAsync(up, "findings")).ToString().Contains($"VM {name}, which is off and had it on", StringComparison.Ordinal));

        // A lease is written where the cluster's address is.
        await File.AppendAllTextAsync(leases, $"10.20.0.1,02:00:00:00:00:99,,28800,{DateTimeOffset.UtcNow.AddHours(8).ToUnixTimeSeconds()},1,0,0,printer,0,\n", Ct);
        await UntilAsync(async () => (await GetAsync(up, "findings")).ToString().Contains("FL8603", StringComparison.Ordinal));

        // vCenter goes away: said on the page, with what to do; the rest goes on.
        await vcenter.DisposeAsync();
        await UntilAsync(async () => (string?)(await GetAsync(up, "sources"))[0]!["state"] == "failing");
        Assert.Contains("fails since", await up.Browser.GetStringAsync("/sites/madrid", Ct), StringComparison.Ordinal);
        Assert.Equal("read", (string?)(await GetAsync(up, "sources"))[1]!["state"]);
        Assert.Equal(0, await up.InterruptAsync());
    }

    [Theory]
    [InlineData("kind: Site\n", "kind is Sources in a file of sources")]
    [InlineData("apiVersion: fairlead.dev/v1\nkind: Sources\nsources:\n  - {site: a, source: 'kea:/x', evry: 5m}\n", "sources.yaml:4:33: there is no field 'evry'")]
    [InlineData("apiVersion: fairlead.dev/v1\nkind: Sources\nsources:\n  - {site: a, source: 'kea:/x', every: 1s}\n", "at least 10s")]
    [InlineData("apiVersion: fairlead.dev/v1\nkind: Sources\nsources:\n  - {site: a, source: 'kee:/x'}\n  - {source: 'kea:/x'}\n", "sources.yaml:5:5: site is missing")]
    [InlineData("apiVersion: fairlead.dev/v1\nkind: Sources\nsources:\n  - {site: a, source: 'vcenter:https://me:secret@vc'}\n", "user and password don't belong in an address")]
    [InlineData("sources: [\n", "sources.yaml:")]
    [InlineData("", "sources.yaml:")]
    public async Task A_file_that_can_not_be_used_is_refused_with_its_places_and_no_ledger_is_made(string text, string expected)
    {
        var file = Path.Combine(_state, "sources.yaml");
        await File.WriteAllTextAsync(file, text, Ct);
        var answer = await Shell.RunAsync(RunningUp.Program, ["serve", "--sources", file, "--data", Path.Combine(_state, "data"), "--listen", "127.0.0.1:0"], Ct);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(expected, answer.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_state, "data", "ledger.db")));
    }

    private static async Task<JsonNode> GetAsync(RunningUp up, string path) => JsonNode.Parse(await up.Browser.GetStringAsync($"/api/v1/sites/madrid/{path}", Ct))!;

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo())
            await Task.Delay(50, limit.Token);
    }
}
