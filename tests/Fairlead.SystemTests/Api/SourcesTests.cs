using System.Threading.Channels;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Observing;
using Xunit;

namespace Fairlead.SystemTests.Api;

/// <summary>What the server makes of what its sources say, in an order that the test decides.</summary>
public sealed class SourcesTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - name: k8s
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            dnsServers: [10.20.0.2]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.20.0.100-10.20.0.199}]}
        clusters:
          - name: shop
            segment: k8s
            controlPlane: {ip: 10.20.0.20, nodes: 3}
            nodePools: [{name: default, nodes: 3}]
        """;

    private static readonly ObservedSource Kea = new(SourceKind.Kea, "/etc/kea.conf");
    private static readonly ObservedSource VCenter = new(SourceKind.VCenter, "vc.example.com");
    private static readonly MacAddress Mac = MacAddress.FromBits(0x0050_5600_0001);

    private readonly Channel<ObservationOutcome> _kea = Channel.CreateUnbounded<ObservationOutcome>();
    private readonly Channel<ObservationOutcome> _vcenter = Channel.CreateUnbounded<ObservationOutcome>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Watching Watching => new([new("madrid", Kea, TimeSpan.FromMinutes(5), _kea.Reader.ReadAllAsync), new("madrid", VCenter, TimeSpan.FromMinutes(5), _vcenter.Reader.ReadAllAsync)], TimeSpan.FromDays(30));

    [Fact]
    public async Task A_lease_on_a_planned_address_is_a_finding_until_the_server_says_that_it_ended()
    {
        await using var served = await ServedLedger.StartAsync(watching: Watching);
        await served.PutAsync("madrid", Site).IsAsync(201);
        Assert.Equal(["waiting", "waiting"], (await served.GetAsync("/api/v1/sites/madrid/sources")).AsArray().Select(source => (string?)source!["state"]));

        await _kea.Writer.WriteAsync(Leased("10.20.0.20"), Ct);
        await ReadAsync(served, source => (string?)source["state"] == "read");
        Assert.Contains("FL8603", await RulesAsync(served));
        var sighting = Assert.Single((await served.GetAsync("/api/v1/sites/madrid/sightings?address=10.20.0.20")).AsArray())!;
        Assert.Equal(("lease", "10.20.0.20", true), ((string?)sighting["kind"], (string?)sighting["range"], (bool)sighting["isUse"]!));

        await _kea.Writer.WriteAsync(Leased("10.20.0.120"), Ct);
        await UntilAsync(async () => !(await RulesAsync(served)).Contains("FL8603"));
    }

    [Fact]
    public async Task A_source_that_fails_is_shown_and_its_last_word_counts_for_a_while_only()
    {
        await using var served = await ServedLedger.StartAsync(watching: Watching);
        await served.PutAsync("madrid", Site).IsAsync(201);
        await _kea.Writer.WriteAsync(Leased("10.20.0.20"), Ct);
        await _kea.Writer.WriteAsync(Failed(), Ct);
        var failing = await ReadAsync(served, source => (string?)source["state"] == "failing");
        Assert.Equal(("timed-out", "1 subnet, 1 lease"), ((string?)failing["reason"], (string?)failing["contents"]));
        Assert.Contains("FL8603", await RulesAsync(served));
        Assert.Contains("kea:/etc/kea.conf", (await served.GetAsync("/api/v1/notices")).ToString(), StringComparison.Ordinal);

        // The same, had it been read two hours ago.
        await _kea.Writer.WriteAsync(Leased("10.20.0.20", TimeSpan.FromHours(2)), Ct);
        await _kea.Writer.WriteAsync(Failed(), Ct);
        await UntilAsync(async () => !(await RulesAsync(served)).Contains("FL8603"));

        await _kea.Writer.WriteAsync(Leased("10.20.0.120"), Ct);
        await ReadAsync(served, source => (string?)source["state"] == "read");
        Assert.Equal("[]", (await served.GetAsync("/api/v1/notices")).ToJsonString());
        // Failures, and the readings between, newest first.
        await UntilAsync(async () => (await served.GetAsync("/api/v1/sites/madrid/observations")).AsArray().Count == 5);
        var history = (await served.GetAsync("/api/v1/sites/madrid/observations?source=kea:/etc/kea.conf")).AsArray();
        Assert.Equal([null, "timed-out", null, "timed-out", null], history.Select(entry => (string?)entry!["reason"]));
    }

    [Fact]
    public async Task A_machine_that_is_off_is_known_by_what_it_had_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-past-");
        try
        {
            var file = Path.Combine(folder.FullName, "ledger.db");
            await using (var served = await ServedLedger.StartAsync(_ => new Fairlead.Ledger.Sqlite.SqliteLedgerStore(file), Watching))
            {
                await served.PutAsync("madrid", Site).IsAsync(201);
                await _vcenter.Writer.WriteAsync(Machine(PowerState.On, "10.20.0.20"), Ct);
                await UntilAsync(async () => (await RulesAsync(served)).Contains("FL8604"));
                await _vcenter.Writer.WriteAsync(Machine(PowerState.Off), Ct);
                await UntilAsync(async () => (await FindingsAsync(served)).Contains("which is off and had it on", StringComparison.Ordinal));
                await UntilAsync(async () => (await served.Ledger.Observations.ReadSightingsAsync("madrid", Ct)).Count == 1);
            }

            await using var again = await ServedLedger.StartAsync(_ => new Fairlead.Ledger.Sqlite.SqliteLedgerStore(file), Watching);
            Assert.DoesNotContain("FL8604", await RulesAsync(again));
            await _vcenter.Writer.WriteAsync(Machine(PowerState.Off), Ct);
            await UntilAsync(async () => (await FindingsAsync(again)).Contains("which is off and had it on", StringComparison.Ordinal));
            Assert.Equal("vm-before", (string?)(await again.GetAsync("/api/v1/sites/madrid/sightings?address=10.20.0.20"))[0]!["kind"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Whoever_may_not_see_a_site_does_not_see_its_sources_and_a_wrong_question_is_refused()
    {
        await using var served = await ServedLedger.StartAsync(watching: Watching);
        await served.PutAsync("madrid", Site).IsAsync(201);
        using var other = served.With("other", Scope.Read, "paris");
        foreach (var path in new[] { "sources", "observations", "sightings?address=10.20.0.20" })
        {
            Assert.Equal(403, (int)(await other.GetAsync($"/api/v1/sites/madrid/{path}", Ct)).StatusCode);
            await served.Client.GetAsync($"/api/v1/sites/lisbon/{path}", Ct).IsProblemAsync(ProblemTypes.NotFound);
        }

        await served.Client.GetAsync("/api/v1/sites/madrid/sightings?address=10.20.0.300", Ct).IsProblemAsync(ProblemTypes.Unusable);
        await served.Client.GetAsync("/api/v1/sites/madrid/observations?source=kea:other", Ct).IsProblemAsync(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Metrics_tell_how_readings_ended_and_how_old_they_are()
    {
        await using var served = await ServedLedger.StartAsync(watching: Watching);
        await served.PutAsync("madrid", Site).IsAsync(201);
        await _kea.Writer.WriteAsync(Leased("10.20.0.120"), Ct);
        await _vcenter.Writer.WriteAsync(Failed(VCenter), Ct);
        await UntilAsync(async () => await served.Client.GetStringAsync("/metrics", Ct) is var metrics
            && metrics.Split('\n').Any(line => line.StartsWith("fairlead_source_reads_total{", StringComparison.Ordinal) && line.Contains("kea:/etc/kea.conf", StringComparison.Ordinal) && line.Contains("outcome=\"seen\"", StringComparison.Ordinal))
            && metrics.Split('\n').Any(line => line.StartsWith("fairlead_source_reads_total{", StringComparison.Ordinal) && line.Contains("outcome=\"timed-out\"", StringComparison.Ordinal))
            && metrics.Contains("fairlead_source_age_seconds{", StringComparison.Ordinal));
    }

    private static ObservationOutcome.Seen Leased(string address, TimeSpan age = default)
    {
        var at = DateTimeOffset.UtcNow - age;
        return new(new Observation
        {
            Source = Kea,
            ReadAt = at,
            Subnets = [new ServedSubnet { Prefix = IpPrefix.Parse("10.20.0.0/24"), Where = "kea.conf:1", Pools = [new ServedPool(IpRange.Parse("10.20.0.100-10.20.0.199"), "kea.conf:2")] }],
            Leases = LeaseTable.Of([new Lease(IpAddr.Parse(address), Mac, default, "jump", LeaseState.Active, DateTimeOffset.UtcNow.AddHours(9).ToUnixTimeSeconds())], at),
            HasLeases = true,
        });
    }

    private static ObservationOutcome.Seen Machine(PowerState power, params string[] addresses) => new(new Observation
    {
        Source = VCenter,
        ReadAt = DateTimeOffset.UtcNow,
        Networks = [new("dvportgroup-1", "k8s", NetworkKind.Distributed, null, null, null)],
        Machines = [new("vm-1", "jump", power) { Adapters = [new(Mac, "dvportgroup-1") { Addresses = [.. addresses.Select(IpAddr.Parse)] }] }],
    });

    private static ObservationOutcome.Failed Failed(ObservedSource? source = null) => new(source ?? Kea, FailureReason.TimedOut, $"{source ?? Kea} gave no whole answer within 60 s.", "Look whether it hangs.", DateTimeOffset.UtcNow);

    private static async Task<System.Text.Json.Nodes.JsonNode> ReadAsync(ServedLedger served, Func<System.Text.Json.Nodes.JsonNode, bool> isSo)
    {
        System.Text.Json.Nodes.JsonNode? kea = null;
        await UntilAsync(async () => isSo(kea = (await served.GetAsync("/api/v1/sites/madrid/sources"))[0]!));
        return kea!;
    }

    private static async Task<string> FindingsAsync(ServedLedger served) => (await served.GetAsync("/api/v1/sites/madrid/findings")).ToString();

    private static async Task<HashSet<string?>> RulesAsync(ServedLedger served) =>
        [.. System.Text.RegularExpressions.Regex.Matches(await FindingsAsync(served), "FL86\\d\\d").Select(match => (string?)match.Value)];

    /// <summary>The observer takes what it is given on a thread of its own: waited for, with a generous limit.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await isSo())
            await Task.Delay(20, limit.Token);
    }
}
