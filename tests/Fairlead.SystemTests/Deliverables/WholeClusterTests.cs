using Fairlead.SystemTests.Egress;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>What was rendered works together, and the check is green; then one thing at a time is broken, and the check names that one and nothing else.</summary>
public sealed class WholeClusterTests(WholeCluster cluster) : IClassFixture<WholeCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_stands_on_what_was_rendered()
    {
        // Seven leases of the rendered pools, in their order: the control plane IP and the load balancer's addresses lie between them.
        Assert.Equal(["10.70.0.21", "10.70.0.22", "10.70.0.23", "10.70.0.28", "10.70.0.29", "10.70.0.30", "10.70.0.31"], cluster.Leases.Values.Order(StringComparer.Ordinal));

        Assert.Equal("200", await StatusAsync("w2", $"https://{WholeCluster.Vip}:6443/healthz", "--insecure"));
        Assert.Equal("200", await StatusAsync("w3", $"http://{WholeCluster.Service}/"));
        var neighbour = (await cluster["w3"].RunAsync("ip", ["neighbour", "show", WholeCluster.Service], Ct)).OrThrow("ip neighbour").Output;
        Assert.Contains(await cluster["w1"].MacOfAsync("eth0", Ct), neighbour, StringComparison.Ordinal);

        Assert.Equal("404", await StatusAsync("w2", "https://mcr.microsoft.com/", "--cacert", RootsFile));
        Assert.Equal("404", await StatusAsync("w2", "http://ctldl.windowsupdate.com/"));
        Assert.Equal("000", await StatusAsync("w2", "https://other.example/", "--cacert", RootsFile));
        Assert.Equal("000", await StatusAsync("w2", "http://mcr.microsoft.com/"));
    }

    [Fact]
    public async Task The_check_is_green_and_names_each_thing_that_is_broken()
    {
        Assert.Equal([], await FailedAsync());

        await cluster.Kea.StopAsync(Ct);
        Assert.Equal(["dhcp.server 10.70.0.3 no-offer"], await FailedAsync());
        await cluster.StartKeaAsync(Ct);

        await using (await ForeignAsync(WholeCluster.Vip))
            Assert.Equal([$"arp.control-plane-ip {WholeCluster.Vip} held-by-stranger", $"arp.duplicate-address {WholeCluster.Vip} two-holders"], await FailedAsync());

        await using (await ForeignAsync("10.70.0.26"))
            Assert.Equal(["arp.load-balancer 10.70.0.26 held-by-stranger"], await FailedAsync());

        await using (await ForeignAsync("10.70.0.61"))
        {
            var rogue = cluster["foreign"].Start("dnsmasq", ["--keep-in-foreground", "--port=0", "--user=root", "--conf-file=/dev/null", "--log-facility=-", "--dhcp-leasefile=/dev/null", $"--pid-file={cluster["foreign"].Folder}/rogue.pid", "--dhcp-range=10.70.0.40,10.70.0.50,1h", "--interface=eth0", "--bind-interfaces"]);
            await rogue.WaitForAsync("DHCP, IP range", Ct);
            Assert.Equal(["dhcp.rogue 10.70.0.61 rogue-server"], await FailedAsync());
            await rogue.StopAsync(Ct);
        }

        foreach (var node in cluster.ControlPlaneNodes)
            await node.LoseApiServerAsync(Ct);
        await UntilAsync(async () => (await cluster["vm"].RunAsync("arping", ["-c", "1", "-w", "1", "-I", "eth0", WholeCluster.Vip], Ct)).ExitCode != 0);
        Assert.Equal([$"arp.control-plane-ip {WholeCluster.Vip} not-held"], await FailedAsync());
        foreach (var node in cluster.ControlPlaneNodes)
            await node.ReviveAsync(wasMachine: false, Ct);
        await UntilAsync(async () => await StatusAsync("vm", $"https://{WholeCluster.Vip}:6443/healthz", "--insecure") == "200");

        // A rule that somebody forgot: the table is loaded again, which empties its sets, and the names are asked anew.
        await cluster.Names.StopAsync(Ct);
        await LoadFilterAsync();
        await cluster.StartNamesAsync([.. cluster.RenderedNames.Where(line => !line.StartsWith("nftset=/gcr.io/", StringComparison.Ordinal))], Ct);
        Assert.Equal(["egress.endpoint gcr.io:443 tcp-refused"], await FailedAsync());

        await cluster.Names.StopAsync(Ct);
        var nameless = await FailedAsync();
        Assert.Contains("dns.answers-udp 10.70.9.53:53 dns-port-closed", nameless);
        Assert.All(nameless, failed => Assert.True(failed.StartsWith("dns.", StringComparison.Ordinal) || (failed.StartsWith("egress.endpoint ", StringComparison.Ordinal) && failed.EndsWith(" dns", StringComparison.Ordinal)), failed));
        await LoadFilterAsync();
        await cluster.StartNamesAsync(cluster.RenderedNames, Ct);

        Assert.Equal([], await FailedAsync());
    }

    private string RootsFile => Path.Combine(cluster["vm"].Folder, "public.pem");

    private async Task<List<string>> FailedAsync()
    {
        var run = await cluster["vm"].FairleadAsync(["check", "site.yaml", "--active", "quay", "--public-roots", "public.pem", "--observe", $"kea:{cluster["kea"].Folder}/kea.json", "--format", "json"], Ct);
        var failed = CheckAnswer.Of(run).Where(check => check.Outcome == "failed").Select(check => $"{check.Id} {check.Target} {check.Reason}").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(failed.Count > 0 ? 1 : 0, run.ExitCode);
        return failed;
    }

    /// <returns>Of HTTP; 000 where no server answered.</returns>
    private async Task<string> StatusAsync(string from, string url, params string[] more) =>
        (await cluster[from].RunAsync("curl", ["--silent", "--http1.1", "--max-time", "10", "--output", "/dev/null", "--write-out", "%{http_code}", .. more, url], Ct)).Output;

    private async Task LoadFilterAsync() => (await cluster["router"].RunAsync("nft", ["-f", await cluster["router"].WriteAsync("again.nft", cluster.Filter, Ct)], Ct)).OrThrow("nft");

    private async Task<IAsyncDisposable> ForeignAsync(string address)
    {
        (await cluster["foreign"].RunAsync("ip", ["address", "add", $"{address}/26", "dev", "eth0"], Ct)).OrThrow("ip address");
        return new Leaving(cluster, address);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 240, "it never came to be so");
            await Task.Delay(500, Ct);
        }
    }

    private sealed class Leaving(WholeCluster cluster, string address) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await cluster["foreign"].RunAsync("ip", ["address", "del", $"{address}/26", "dev", "eth0"], Ct);
    }
}
