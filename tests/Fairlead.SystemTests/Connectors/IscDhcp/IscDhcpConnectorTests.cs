using Fairlead.Connectors;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Connectors.IscDhcp;

/// <summary>What the real dhcpd accepts, and wrote after clients leased, declined and released.</summary>
public sealed class IscDhcpConnectorTests
{
    private const string Configuration = """
        # a comment
        authoritative;
        default-lease-time 3600;
        max-lease-time 7200;
        option domain-name-servers 10.10.0.53, 10.10.0.54;
        subnet 10.20.0.0 netmask 255.255.255.0 {
          option routers 10.20.0.1;
          pool {
            range 10.20.0.100 10.20.0.119;
            allow unknown-clients;
          }
        }
        group {
          host printer { hardware ethernet 02:00:00:00:02:01; fixed-address 10.20.0.30; }
        }
        """;

    public IscDhcpConnectorTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_dhcpd_hands_out_and_wrote_is_read()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("server", node => node.On("lan", "10.20.0.67/24")).Node("client", node => node.On("lan")), Ct);
        var (server, client) = (lab["server"], lab["client"]);
        var file = await server.WriteAsync("dhcpd.conf", Configuration, Ct);
        var leases = await server.WriteAsync("dhcpd.leases", "", Ct);
        Assert.Equal(0, (await server.RunAsync("dhcpd", ["-t", "-cf", file, "-lf", leases], Ct)).ExitCode);
        await server.Start("dhcpd", ["-4", "-d", "-f", "-cf", file, "-lf", leases, "-pf", Path.Combine(server.Folder, "dhcpd.pid"), "eth0"]).WaitForAsync("Server starting service", Ct);
        var kept = await client.LeaseAsync("02:00:00:00:01:01", Ct, clientId: "ff01020304", hostName: "shop-md-0");
        var declined = await client.LeaseAsync("02:00:00:00:01:02", Ct, then: "decline");
        var released = await client.LeaseAsync("02:00:00:00:01:03", Ct, then: "release");
        await WaitUntilAsync(leases, text => text.Contains("binding state abandoned", StringComparison.Ordinal) && text.LastIndexOf($"lease {released} ", StringComparison.Ordinal) > text.IndexOf($"lease {released} ", StringComparison.Ordinal));

        var seen = Assert.IsType<ObservationOutcome.Seen>(await OutcomeAsync($"isc-dhcp:{file},leases={leases}")).Observation;

        var subnet = Assert.Single(seen.Subnets);
        Assert.Equal((IpPrefix.Parse("10.20.0.0/24"), TimeSpan.FromHours(1)), (subnet.Prefix, subnet.LeaseTime));
        Assert.Equal(IpRange.Parse("10.20.0.100-10.20.0.119"), Assert.Single(subnet.Pools).Range);
        Assert.Matches(@"dhcpd\.conf:\d+", subnet.Pools[0].Where);
        Assert.Equal(["10.20.0.1", "10.10.0.53", "10.10.0.54"], subnet.Routers.Concat(subnet.DnsServers).Select(address => address.ToString()));
        Assert.Equal("10.20.0.30", Assert.Single(subnet.Reservations).Address.ToString());
        Assert.True(seen.Leases.TryGet(IpAddr.Parse(kept), out var lease));
        Assert.Equal(("02:00:00:00:01:01", "ff:01:02:03:04", "shop-md-0", LeaseState.Active, true), (lease.Mac.ToString(), lease.ClientId.ToString(), lease.HostName, lease.State, lease.IsHeld(DateTimeOffset.UtcNow)));
        Assert.True(seen.Leases.TryGet(IpAddr.Parse(declined), out var abandoned));
        Assert.Equal((LeaseState.Declined, true), (abandoned.State, abandoned.IsHeld(DateTimeOffset.UtcNow)));
        Assert.True(seen.Leases.TryGet(IpAddr.Parse(released), out var gone));
        Assert.False(gone.IsHeld(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_failover_pair_says_who_its_partner_is_and_either_file_has_the_lease()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan")
            .Node("first", node => node.On("lan", "10.20.0.67/24")).Node("second", node => node.On("lan", "10.20.0.68/24")).Node("client", node => node.On("lan")), Ct);
        var sources = new List<string>();
        foreach (var (name, own, other) in new[] { ("first", "10.20.0.67", "10.20.0.68"), ("second", "10.20.0.68", "10.20.0.67") })
        {
            var server = lab[name];
            var role = name == "first" ? "primary; mclt 1800; split 128" : "secondary";
            var file = await server.WriteAsync("dhcpd.conf", $$"""
                default-lease-time 3600;
                failover peer "pair" { {{role}}; address {{own}}; port 647; peer address {{other}}; peer port 647; max-response-delay 30; max-unacked-updates 10; load balance max seconds 3; }
                subnet 10.20.0.0 netmask 255.255.255.0 { pool { failover peer "pair"; range 10.20.0.100 10.20.0.119; } }
                """.Replace(" load balance max seconds 3;", name == "first" ? " load balance max seconds 3;" : "", StringComparison.Ordinal), Ct);
            var leases = await server.WriteAsync("dhcpd.leases", "", Ct);
            server.Start("dhcpd", ["-4", "-d", "-f", "-cf", file, "-lf", leases, "-pf", Path.Combine(server.Folder, "dhcpd.pid"), "eth0"]);
            sources.Add($"isc-dhcp:{file},leases={leases}");
        }

        // Either server answers once both know of each other.
        string? address = null;
        while (address is null)
        {
            Ct.ThrowIfCancellationRequested();
            try
            {
                address = await lab["client"].LeaseAsync("02:00:00:00:01:01", Ct, hostName: "shop-md-0");
            }
            catch (InvalidOperationException)
            {
                // Not yet in the state "normal".
            }
        }

        for (var at = 0; at < sources.Count; at++)
        {
            Observation seen;
            do
                seen = Assert.IsType<ObservationOutcome.Seen>(await OutcomeAsync(sources[at])).Observation;
            while (!(seen.Leases.TryGet(IpAddr.Parse(address), out var known) && known is { State: LeaseState.Active, Mac: not null }));
            var subnet = Assert.Single(seen.Subnets);
            Assert.Equal(IpRange.Parse("10.20.0.100-10.20.0.119"), Assert.Single(subnet.Pools).Range);
            Assert.StartsWith(at == 0 ? "10.20.0.68" : "10.20.0.67", subnet.Partner, StringComparison.Ordinal);
            // What each keeps for itself is free, and no lease.
            Assert.Equal(1, seen.Leases.All.Count(lease => lease.IsHeld(DateTimeOffset.UtcNow)));
        }
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_held_by_nobody()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("server", node => node.On("lan", "10.20.0.67/24")).Node("client", node => node.On("lan")), Ct);
        var server = lab["server"];
        var file = await server.WriteAsync("dhcpd.conf", Configuration.Replace("3600", "5", StringComparison.Ordinal).Replace("7200", "5", StringComparison.Ordinal), Ct);
        var leases = await server.WriteAsync("dhcpd.leases", "", Ct);
        await server.Start("dhcpd", ["-4", "-d", "-f", "-cf", file, "-lf", leases, "-pf", Path.Combine(server.Folder, "dhcpd.pid"), "eth0"]).WaitForAsync("Server starting service", Ct);
        var address = IpAddr.Parse(await lab["client"].LeaseAsync("02:00:00:00:01:01", Ct));

        // dhcpd says so itself once it has looked.
        await WaitUntilAsync(leases, text => text.LastIndexOf("\n  binding state free;", StringComparison.Ordinal) > text.LastIndexOf("\n  binding state active;", StringComparison.Ordinal));
        var seen = Assert.IsType<ObservationOutcome.Seen>(await OutcomeAsync($"isc-dhcp:{file},leases={leases}")).Observation;
        Assert.True(seen.Leases.TryGet(address, out var lease));
        Assert.Equal((LeaseState.Free, false), (lease.State, lease.IsHeld(DateTimeOffset.UtcNow)));
    }

    [Fact]
    public async Task A_configuration_that_dhcpd_refuses_is_refused_here_too()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-dhcpd-").FullName;
        try
        {
            var bad = Path.Combine(folder, "bad.conf");
            await File.WriteAllTextAsync(bad, Configuration.Replace("allow unknown-clients;\n  }", "allow unknown-clients;\n", StringComparison.Ordinal), Ct);
            Assert.NotEqual(0, (await Shell.RunAsync("dhcpd", ["-t", "-cf", bad], Ct)).ExitCode);
            Assert.Equal(FailureReason.Malformed, Assert.IsType<ObservationOutcome.Failed>(await OutcomeAsync($"isc-dhcp:{bad}")).Reason);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<ObservationOutcome> OutcomeAsync(string reference) => ConnectorCatalog.Open(SourceReference.Parse(reference), new ConnectorSettings { Time = TimeProvider.System }).ObserveAsync(Ct);

    private static async Task WaitUntilAsync(string file, Func<string, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!isThere(await File.ReadAllTextAsync(file, limit.Token)))
            await Task.Delay(50, limit.Token);
    }
}
