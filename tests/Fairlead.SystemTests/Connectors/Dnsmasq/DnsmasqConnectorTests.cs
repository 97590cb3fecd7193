using Fairlead.Connectors;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Connectors.Dnsmasq;

/// <summary>What the real dnsmasq accepts and writes.</summary>
public sealed class DnsmasqConnectorTests
{
    private const string Configuration = """
        port=0
        dhcp-range=set:nodes,10.20.0.100,10.20.0.119,255.255.255.0,8h
        dhcp-option=tag:nodes,option:router,10.20.0.1
        dhcp-host=02:00:00:00:02:01,printer,10.20.0.110
        """;

    public DnsmasqConnectorTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_dnsmasq_hands_out_and_wrote_is_read()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("server", node => node.On("lan", "10.20.0.67/24")).Node("client", node => node.On("lan")), Ct);
        var (server, client) = (lab["server"], lab["client"]);
        var leases = Path.Combine(server.Folder, "leases");
        var file = await server.WriteAsync("dnsmasq.conf", Configuration + $"\ndhcp-leasefile={leases}\n", Ct);
        Assert.Equal(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={file}"], Ct)).ExitCode);
        await server.Start("dnsmasq", ["--no-daemon", $"--conf-file={file}", "--interface=eth0", "--bind-interfaces", "--user=root", $"--pid-file={server.Folder}/pid"]).WaitForAsync("IP range", Ct);
        var node = await client.LeaseAsync("02:00:00:00:01:01", Ct, clientId: "ff01020304", hostName: "shop-md-0");
        var printer = await client.LeaseAsync("02:00:00:00:02:01", Ct);
        var gone = await client.LeaseAsync("02:00:00:00:01:03", Ct, then: "release");

        var seen = Assert.IsType<ObservationOutcome.Seen>(await ConnectorCatalog.Open(SourceReference.Parse($"dnsmasq:{file}"), new ConnectorSettings { Time = TimeProvider.System }).ObserveAsync(Ct)).Observation;

        var subnet = Assert.Single(seen.Subnets);
        Assert.Equal((IpPrefix.Parse("10.20.0.0/24"), TimeSpan.FromHours(8), "10.20.0.1"), (subnet.Prefix, subnet.LeaseTime, subnet.Routers.Single().ToString()));
        Assert.Equal("10.20.0.110", printer);
        Assert.True(seen.Leases.TryGet(IpAddr.Parse(node), out var lease));
        Assert.Equal(("02:00:00:00:01:01", "ff:01:02:03:04", "shop-md-0"), (lease.Mac.ToString(), lease.ClientId.ToString(), lease.HostName));
        Assert.True(lease.IsHeld(DateTimeOffset.UtcNow));
        Assert.True(seen.Leases.TryGet(IpAddr.Parse(printer), out _));
        Assert.False(seen.Leases.TryGet(IpAddr.Parse(gone), out var released) && released.IsHeld(DateTimeOffset.UtcNow));
    }

    /// <summary>dnsmasq gives no lease of less than two minutes, so this waits for as long.</summary>
    [Fact]
    [Trait("Category", "Soak")]
    public async Task A_lease_that_ran_out_is_gone_from_its_file()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") == "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("server", node => node.On("lan", "10.20.0.67/24")).Node("client", node => node.On("lan")), Ct);
        var server = lab["server"];
        var leases = Path.Combine(server.Folder, "leases");
        var file = await server.WriteAsync("dnsmasq.conf", Configuration.Replace("8h", "120", StringComparison.Ordinal) + $"\ndhcp-leasefile={leases}\n", Ct);
        await server.Start("dnsmasq", ["--no-daemon", $"--conf-file={file}", "--interface=eth0", "--bind-interfaces", "--user=root", $"--pid-file={server.Folder}/pid"]).WaitForAsync("IP range", Ct);
        var address = IpAddr.Parse(await lab["client"].LeaseAsync("02:00:00:00:01:01", Ct));
        Assert.True(await IsHeldAsync());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        while (await IsHeldAsync())
            await Task.Delay(1000, limit.Token);

        async Task<bool> IsHeldAsync()
        {
            var seen = Assert.IsType<ObservationOutcome.Seen>(await ConnectorCatalog.Open(SourceReference.Parse($"dnsmasq:{file}"), new ConnectorSettings { Time = TimeProvider.System }).ObserveAsync(Ct)).Observation;
            return seen.Leases.TryGet(address, out var lease) && lease.IsHeld(DateTimeOffset.UtcNow);
        }
    }

    [Fact]
    public async Task A_configuration_that_dnsmasq_refuses_is_refused_here_too()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-dnsmasq-").FullName;
        try
        {
            var bad = Path.Combine(folder, "bad.conf");
            await File.WriteAllTextAsync(bad, Configuration + "\nthis is no option {\n", Ct);
            Assert.NotEqual(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={bad}"], Ct)).ExitCode);
            var failed = Assert.IsType<ObservationOutcome.Failed>(await ConnectorCatalog.Open(SourceReference.Parse($"dnsmasq:{bad}"), new ConnectorSettings { Time = TimeProvider.System }).ObserveAsync(Ct));
            Assert.Contains("bad.conf:5", failed.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
