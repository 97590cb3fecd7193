using Fairlead.Connectors;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Connectors.Kea;

/// <summary>What the real Kea wrote and answers, after clients leased, declined and released.</summary>
public sealed class KeaConnectorTests
{
    private static readonly KeaScope Scope = new("10.20.0.0/24", "10.20.0.100 - 10.20.0.119", 3600, ("routers", "10.20.0.1"), ("domain-name-servers", "10.10.0.53, 10.10.0.54"));

    public KeaConnectorTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_and_socket_of_one_server_say_the_same()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("kea", node => node.On("lan", "10.20.0.67/24").RunsKea(Scope, KeaNodes.LeaseCommands))
            .Node("client", node => node.On("lan")), Ct);
        var (kea, client) = (lab["kea"], lab["client"]);
        var kept = await client.LeaseAsync("02:00:00:00:01:01", Ct, clientId: "ff01020304", hostName: "shop-md-0");
        var declined = await client.LeaseAsync("02:00:00:00:01:02", Ct, then: "decline");
        var released = await client.LeaseAsync("02:00:00:00:01:03", Ct, then: "release");
        await WaitUntilAsync(kea, text => text.Contains(declined + ",", StringComparison.Ordinal) && text.Split('\n').Any(row => row.StartsWith(released + ",", StringComparison.Ordinal) && row.Split(',')[3] == "0"));

        var file = await SeenAsync($"kea:{Path.Combine(kea.Folder, "kea.json")}");
        var subnet = Assert.Single(file.Subnets);
        Assert.Equal((IpPrefix.Parse("10.20.0.0/24"), TimeSpan.FromHours(1)), (subnet.Prefix, subnet.LeaseTime));
        Assert.Equal(IpRange.Parse("10.20.0.100-10.20.0.119"), Assert.Single(subnet.Pools).Range);
        Assert.Matches(@"kea\.json:\d+$", subnet.Where);
        Assert.Equal(["10.20.0.1", "10.10.0.53", "10.10.0.54"], subnet.Routers.Concat(subnet.DnsServers).Select(Text));

        Assert.True(file.HasLeases);
        Assert.Equal(("02:00:00:00:01:01", "ff:01:02:03:04", "shop-md-0", LeaseState.Active, true), Told(file, kept));
        Assert.Equal((LeaseState.Declined, true), (LeaseOf(file, declined).State, LeaseOf(file, declined).IsHeld(DateTimeOffset.UtcNow)));
        Assert.False(LeaseOf(file, released).IsHeld(DateTimeOffset.UtcNow));

        // The daemon itself, by its socket.
        var socket = await SeenAsync($"kea:unix:{Path.Combine(kea.Folder, KeaNodes.ControlSocket)}");
        Assert.Equal(subnet.Pools.Select(pool => pool.Range), Assert.Single(socket.Subnets).Pools.Select(pool => pool.Range));
        Assert.Equal(Told(file, kept), Told(socket, kept));
        Assert.Equal(LeaseState.Declined, LeaseOf(socket, declined).State);
        // Kea counts declined addresses among those that it has handed out.
        Assert.Equal(new ServedCounts(20, 2, 1), socket.Subnets[0].Counts);
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_held_by_nobody()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("kea", node => node.On("lan", "10.20.0.67/24").RunsKea(Scope with { LeaseSeconds = 3 }, KeaNodes.LeaseCommands))
            .Node("client", node => node.On("lan")), Ct);
        var (kea, client) = (lab["kea"], lab["client"]);
        var address = await client.LeaseAsync("02:00:00:00:01:01", Ct);

        // Kea reclaims it by itself, and says so in its file.
        await WaitUntilAsync(kea, text => text.Split('\n').Any(row => row.StartsWith(address + ",", StringComparison.Ordinal) && row.Split(',')[9] == "2"));
        foreach (var source in new[] { Path.Combine(kea.Folder, "kea.json"), $"unix:{Path.Combine(kea.Folder, KeaNodes.ControlSocket)}" })
        {
            var lease = LeaseOf(await SeenAsync($"kea:{source}"), address);
            Assert.Equal((LeaseState.Expired, false), (lease.State, lease.IsHeld(DateTimeOffset.UtcNow)));
        }
    }

    [Fact]
    public async Task A_partner_of_a_pair_is_named()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("first", node => node.On("lan", "10.20.0.67/24").RunsKeaOfPair(Scope, "10.20.0.67", "10.20.0.67", "10.20.0.68"))
            .Node("second", node => node.On("lan", "10.20.0.68/24").RunsKeaOfPair(Scope, "10.20.0.68", "10.20.0.67", "10.20.0.68").AwaitsKeaPair("10.20.0.67", "10.20.0.68")), Ct);

        var seen = await SeenAsync($"kea:{Path.Combine(lab["first"].Folder, "kea.json")}");
        Assert.Equal("second http://10.20.0.68:8765/", Assert.Single(seen.Subnets).Partner);
    }

    [Fact]
    public async Task The_control_agent_is_asked_with_a_password_and_one_that_is_wrong_is_told()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("kea", node => node.On("lan", "10.20.0.67/24").RunsKea(Scope, KeaNodes.LeaseCommands)), Ct);
        var kea = lab["kea"];
        var config = await kea.WriteAsync("agent.json", $$"""
            {"Control-agent": {"http-host": "127.0.0.1", "http-port": 8000,
              "authentication": {"type": "basic", "realm": "kea", "clients": [{"user": "fairlead", "password": "right-one"}]},
              "control-sockets": {"dhcp4": {"socket-type": "unix", "socket-name": "{{kea.Folder}}/control.sock"} },
              "loggers": [{"name": "kea-ctrl-agent", "severity": "INFO", "output_options": [{"output": "stdout", "flush": true} ] } ] } }
            """, Ct);
        await kea.Start("kea-ctrl-agent", ["-c", config], new Dictionary<string, string> { ["KEA_PIDFILE_DIR"] = kea.Folder, ["KEA_LOCKFILE_DIR"] = kea.Folder }).WaitForAsync("CTRL_AGENT_STARTED", Ct);
        var password = await kea.WriteAsync("password", "right-one\n", Ct);
        var site = await kea.WriteAsync("site.yaml", Site, Ct);

        // From inside the namespace, where the agent's loopback is.
        var plan = await kea.FairleadAsync(["plan", site, "--format", "json", "--observe", $"kea:http://127.0.0.1:8000,user=fairlead,password-file={password}"], Ct);
        Assert.Contains("\"outcome\": \"seen\"", plan.Output, StringComparison.Ordinal);
        Assert.Contains("FL8601", plan.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(password, "hunter2-secret", Ct);
        var wrong = await kea.FairleadAsync(["plan", site, "--observe", $"kea:http://127.0.0.1:8000,user=fairlead,password-file={password}"], Ct);
        Assert.Equal(4, wrong.ExitCode);
        Assert.Contains("does not accept the credentials", wrong.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.Output + wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_kea_accepts_is_read_and_one_that_it_refuses_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-kea-").FullName;
        try
        {
            var good = Path.Combine(folder, "kea.json");
            await File.WriteAllTextAsync(Path.Combine(folder, "pools.json"), """[ { "pool": "192.0.2.10 - 192.0.2.19" }, { "pool": "192.0.2.128/28" } ]""", Ct);
            await File.WriteAllTextAsync(good, $$"""
                { # the first kind
                  "Dhcp4": { // the second
                    /* the third */
                    "interfaces-config": { "interfaces": [ ] },
                    "lease-database": { "type": "memfile", "persist": false },
                    "valid-lifetime": 7200,
                    "client-classes": [ { "name": "nodes", "test": "substring(option[12].text,0,5) == 'node-'" } ],
                    "shared-networks": [ { "name": "lan", "subnet4": [ {
                      "id": 7, "subnet": "192.0.2.0/24", "client-class": "nodes",
                      "pools": <?include "{{folder}}/pools.json"?>,
                      "reservations": [ { "hw-address": "02:00:00:00:00:01", "ip-address": "192.0.2.12", "hostname": "printer" } ] } ] } ] } }
                """, Ct);
            Assert.Equal(0, (await Shell.RunAsync("kea-dhcp4", ["-t", good], Ct)).ExitCode);
            var subnet = Assert.Single((await SeenAsync($"kea:{good}")).Subnets);
            Assert.Equal(("lan", "nodes", 2), (subnet.SharedNetwork, subnet.Pools[0].ClientClass, subnet.Pools.Count));
            Assert.EndsWith("pools.json:1", subnet.Pools[0].Where, StringComparison.Ordinal);
            Assert.Equal("192.0.2.12", Text(Assert.Single(subnet.Reservations).Address!.Value));

            var bad = Path.Combine(folder, "bad.json");
            await File.WriteAllTextAsync(bad, (await File.ReadAllTextAsync(good, Ct)).Replace("\"valid-lifetime\": 7200,", "\"valid-lifetime\" 7200,", StringComparison.Ordinal), Ct);
            Assert.NotEqual(0, (await Shell.RunAsync("kea-dhcp4", ["-t", bad], Ct)).ExitCode);
            var failed = Assert.IsType<ObservationOutcome.Failed>(await OutcomeAsync($"kea:{bad}"));
            Assert.Equal(FailureReason.Malformed, failed.Reason);
            Assert.Contains("bad.json:6: a colon is missing", failed.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - {name: k8s, prefix: 10.20.0.0/24, gateway: 10.20.0.1, dnsServers: [10.10.0.53, 10.10.0.54], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.20.0.100-10.20.0.109}]}}
        """;

    private static async Task<ObservationOutcome> OutcomeAsync(string reference) =>
        await ConnectorCatalog.Open(SourceReference.Parse(reference), new ConnectorSettings { Time = TimeProvider.System }).ObserveAsync(Ct);

    private static async Task<Observation> SeenAsync(string reference) =>
        await OutcomeAsync(reference) switch { ObservationOutcome.Seen seen => seen.Observation, ObservationOutcome.Failed failed => throw new InvalidOperationException(failed.Message), _ => throw new System.Diagnostics.UnreachableException() };

    private static Lease LeaseOf(Observation seen, string address) => seen.Leases.TryGet(IpAddr.Parse(address), out var lease) ? lease : throw new InvalidOperationException($"no lease of {address}");

    private static (string, string?, string?, LeaseState, bool) Told(Observation seen, string address) =>
        LeaseOf(seen, address) is var lease ? (lease.Mac.ToString()!, lease.ClientId.ToString(), lease.HostName, lease.State, lease.IsHeld(DateTimeOffset.UtcNow)) : default;

    private static string Text(IpAddr address) => address.ToString();

    /// <summary>Kea writes its file a moment after it answered.</summary>
    private static async Task WaitUntilAsync(LabNode kea, Func<string, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!isThere(await File.ReadAllTextAsync(Path.Combine(kea.Folder, KeaNodes.LeaseFile), limit.Token)))
            await Task.Delay(50, limit.Token);
    }
}
