using Fairlead.Connectors;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Fairlead.SystemTests.Server;
using Fairlead.Testing.VCenter;
using Xunit;

namespace Fairlead.SystemTests.Connectors.VSphere;

/// <summary>What is read of a vCenter with 3,000 VMs, by a user who may only read; and what is said of one that misbehaves.</summary>
public sealed class VCenterConnectorTests(VCenterConnectorTests.Vcenter vcenter) : IClassFixture<VCenterConnectorTests.Vcenter>
{
    private const int Machines = 3000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private VCenterSimulator Simulator => vcenter.Simulator;

    [Fact]
    public async Task Every_machine_host_and_network_is_read_page_by_page()
    {
        await Simulator.BehaveAsync(Ct);
        var seen = await SeenAsync(Simulator.Source);

        Assert.Equal(Machines, seen.Machines.Count);
        Assert.Equal(Machines, seen.Machines.Select(machine => machine.Id).Distinct().Count());
        Assert.Equal(Machines / 10, seen.Machines.Count(machine => machine.IsTemplate));
        Assert.Equal(Machines / 5, seen.Machines.Count(machine => machine.Power == PowerState.Off));
        Assert.All(seen.Machines, machine => Assert.NotNull(Assert.Single(machine.Adapters).Mac));
        Assert.Equal(Machines, seen.Machines.Select(machine => machine.Adapters[0].Mac).Distinct().Count());
        Assert.All(seen.Machines, machine => Assert.Equal("DC0/vm", machine.Path));
        Assert.All(seen.Machines.Where(machine => machine.Power == PowerState.Off), machine => Assert.Empty(machine.Adapters[0].Addresses));

        var on = seen.Machines.First(machine => machine.Power == PowerState.On);
        var adapter = on.Adapters[0];
        Assert.Equal(2, adapter.Addresses.Count); // neither the link-local one nor the containers' bridge
        Assert.Contains(IpPrefix.Parse("10.20.0.0/16"), adapter.Prefixes);
        Assert.Contains(IpPrefix.Parse("2001:db8:20::/64"), adapter.Prefixes);
        Assert.Contains(seen.Networks, network => network.Id == adapter.NetworkId && network.Kind == NetworkKind.Distributed);
        Assert.Contains(seen.Hosts, host => host.Id == on.HostId);

        Assert.Equal(["10.10.0.21", "10.10.0.22", "10.10.0.23", "10.10.0.24"], seen.Hosts.Select(host => host.Addresses[0].ToString()).Order());
        Assert.Contains(IpAddr.Parse("2001:db8:10::21"), seen.Hosts.SelectMany(host => host.Addresses));
        Assert.DoesNotContain(seen.Hosts.SelectMany(host => host.Addresses), address => IpPrefix.Parse("fe80::/10").Contains(address));
        Assert.Equal(["DC0_C0", "DC0_C1"], seen.Hosts.Select(host => host.Cluster).Distinct().Order());

        var groups = seen.Networks.Where(network => network.Kind == NetworkKind.Distributed).ToList();
        Assert.Equal(4, groups.Count); // without the uplinks
        Assert.Equal([120, 121, null, 123], groups.OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => group.Vlan));
        Assert.Equal("trunk of 100-199, 300", groups.Single(group => group.Vlan is null).VlanText);
        Assert.All(groups, group => Assert.Equal("DVS0", group.Switch));
        Assert.Equal(new PortSecurity(true, false, false), groups.Single(group => group.Vlan == 121).Security);
        Assert.Equal(2, seen.Networks.Count(network => network.Kind == NetworkKind.Nsx));
        var standard = Assert.Single(seen.Networks, network => network.Kind == NetworkKind.Standard);
        Assert.Null(standard.Vlan);
        Assert.Contains("41 on DC0_C1_H1", standard.VlanText, StringComparison.Ordinal);
        Assert.Empty(seen.Notes);

        var calls = await Simulator.CallsAsync(Ct);
        var objects = calls.Sizes!.Sum();
        Assert.InRange(calls.RoundTrips, 6, (objects + 999) / 1000 + 4);
        Assert.All(calls.Sizes!, size => Assert.InRange(size, 1, 1000));
        Assert.Equal((1, 1), (calls.Calls["Login"], calls.Calls["Logout"]));
    }

    [Fact]
    public async Task Smaller_pages_lead_to_the_same_and_a_page_that_is_missing_would_be_noticed_here()
    {
        await Simulator.BehaveAsync(Ct, mostPage: 70);
        Assert.Equal(Machines, (await SeenAsync(Simulator.Source)).Machines.Count);
        Assert.InRange((await Simulator.CallsAsync(Ct)).Sizes!.Count, Machines / 70, Machines);

        // The same count fails with a server that drops a page: so it counts pages truly.
        await Simulator.BehaveAsync(Ct, mostPage: 70, dropPage: 20);
        Assert.NotEqual(Machines, (await SeenAsync(Simulator.Source)).Machines.Count);
    }

    [Fact]
    public async Task A_page_that_vcenter_forgot_is_a_failure_and_not_a_smaller_inventory()
    {
        await Simulator.BehaveAsync(Ct, losePage: 2);
        var failed = await FailedAsync(Simulator.Source);
        Assert.Equal(FailureReason.Refused, failed.Reason);
        Assert.Contains("a page of its inventory got lost", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Simulator.CallsAsync(Ct)).Calls["Logout"]);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_showing_it()
    {
        await Simulator.BehaveAsync(Ct);
        var file = Path.Combine(Path.GetDirectoryName(Simulator.PasswordFile)!, "wrong");
        await File.WriteAllTextAsync(file, "wrong-one\n", Ct);
        var failed = await FailedAsync(Simulator.Source.Replace(Simulator.PasswordFile, file, StringComparison.Ordinal));
        Assert.Equal(FailureReason.NotAuthenticated, failed.Reason);
        Assert.DoesNotContain("wrong-one", failed.Message + failed.Hint, StringComparison.Ordinal);
        // Accounts are locked after a few failures: one attempt, and no logout of a session that never was.
        var calls = await Simulator.CallsAsync(Ct);
        Assert.Equal((1, false), (calls.Calls["Login"], calls.Calls.ContainsKey("Logout")));
    }

    [Fact]
    public void Nobody_is_asked_without_a_user() =>
        Assert.Contains("FAIRLEAD_VCENTER_USER", Assert.Throws<UnusableInputException>(() => Open($"vcenter:{Simulator.Address}").ObserveAsync(Ct).GetAwaiter().GetResult()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_certificate_is_trusted_by_its_authority_or_its_thumbprint_and_not_otherwise()
    {
        await Simulator.BehaveAsync(Ct);
        var bare = $"vcenter:{Simulator.Address},user={VCenterSimulator.User},password-file={Simulator.PasswordFile}";
        var failed = await FailedAsync(bare);
        Assert.Equal(FailureReason.BadCertificate, failed.Reason);
        Assert.Empty((await Simulator.CallsAsync(Ct)).Calls); // nothing was sent

        // The message holds what a person compares and then names.
        Assert.Contains(Simulator.Thumbprint.Replace(":", "", StringComparison.Ordinal), failed.Message, StringComparison.Ordinal);
        Assert.Equal(Machines, (await SeenAsync($"{bare},thumbprint={Simulator.Thumbprint}")).Machines.Count);
        Assert.Equal(FailureReason.BadCertificate, (await FailedAsync($"{bare},thumbprint={new string('0', 64)}")).Reason);
    }

    [Theory]
    [InlineData("Login")]
    [InlineData("RetrievePropertiesEx")]
    [InlineData("ContinueRetrievePropertiesEx")]
    public async Task A_vcenter_that_hangs_is_given_up_and_the_session_is_ended(string method)
    {
        await Simulator.BehaveAsync(Ct, hangAt: method);
        var failed = await FailedAsync(Simulator.Source + ",timeout=2");
        Assert.Equal(FailureReason.TimedOut, failed.Reason);
        Assert.Contains(Simulator.Address.ToString(), failed.Message, StringComparison.Ordinal);
        Assert.Equal(method != "Login", (await Simulator.CallsAsync(Ct)).Calls.ContainsKey("Logout"));
    }

    [Fact]
    public async Task Changes_are_followed_and_the_end_of_a_session_is_told()
    {
        // A vCenter of its own: this one is changed.
        await using var own = await VCenterSimulator.StartAsync(1200, Ct);
        var connector = Assert.IsType<IFollowingConnector>(Open(own.Source), exactMatch: false);
        await using var following = connector.FollowAsync(Ct).GetAsyncEnumerator(Ct);

        var first = await NextAsync(following);
        Assert.Equal(1200, first.Machines.Count);
        Assert.Equal(Ids(await SeenAsync(own.Source)), Ids(first));
        Assert.InRange((await own.CallsAsync(Ct)).Calls["WaitForUpdatesEx"], 2, 10); // it came in parts

        var name = first.Machines.First(machine => machine.Power == PowerState.On).Name;
        await own.PowerOffAsync(name, Ct);
        var off = (await NextAsync(following)).Machines.Single(machine => machine.Name == name);
        Assert.Equal(PowerState.Off, off.Power);
        Assert.Empty(off.Adapters[0].Addresses);
        Assert.NotNull(off.Adapters[0].Mac);

        await own.DestroyAsync(name, Ct);
        Assert.DoesNotContain((await NextAsync(following)).Machines, machine => machine.Name == name);

        await own.EndSessionsAsync(Ct);
        await own.PowerOffAsync((await SeenAsync(own.Source)).Machines.First(machine => machine.Power == PowerState.On).Name, Ct);
        while (true)
        {
            Assert.True(await following.MoveNextAsync());
            if (following.Current is not ObservationOutcome.Failed failed)
                continue;
            Assert.Equal(FailureReason.NotAuthenticated, failed.Reason);
            break;
        }

        Assert.False(await following.MoveNextAsync());
    }

    [Fact]
    public async Task A_network_becomes_a_site_that_can_be_planned_with_one_command()
    {
        await Simulator.BehaveAsync(Ct);
        using var folder = new TestFolder();
        var file = folder.File("site.yaml");
        var import = await Shell.RunAsync(Fairlead.Testing.Lab.LabNode.Fairlead, ["import", Simulator.Source, "--network", "DC0_DVPG0", "--output", file], Ct);
        Assert.True(import.ExitCode == 0, import.Errors);
        var text = await File.ReadAllTextAsync(file, Ct);
        Assert.Contains("vsphereNetwork: DC0_DVPG0", text, StringComparison.Ordinal);
        Assert.Contains("vlan: 120", text, StringComparison.Ordinal);
        Assert.Contains("10.20.0.0/16", text, StringComparison.Ordinal); // as the machines themselves report it
        Assert.Contains("10.10.0.21", text, StringComparison.Ordinal); // an ESXi host
        Assert.Contains("# vcenter:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("proper", text, StringComparison.Ordinal); // the password
        var plan = await Shell.RunAsync(Fairlead.Testing.Lab.LabNode.Fairlead, ["plan", file, "--observe", Simulator.Source, "--format", "json"], Ct);
        Assert.True(plan.ExitCode is 0 or 1, plan.Errors + plan.Output);
        Assert.DoesNotContain("FL0", plan.Output, StringComparison.Ordinal);

        // The policy of the port group, as it is in force.
        var cluster = folder.File("cluster.yaml");
        await File.WriteAllTextAsync(cluster, "apiVersion: fairlead.dev/v1\nkind: Site\nname: lab\nprofile: kubernetes-vsphere\nsegments:\n  - {name: nodes, vsphereNetwork: DC0_DVPG0, prefix: 10.20.0.0/16, gateway: 10.20.255.1, dnsServers: [10.10.0.53, 10.10.0.54], addressing: dhcp, dhcp: {leaseTime: 8h, scopes: [{range: 10.20.254.0-10.20.254.255}]}}\nclusters:\n  - {name: shop, segment: nodes, controlPlane: {ip: 10.20.255.20, nodes: 3}, nodePools: [{name: default, nodes: 3}], loadBalancer: {provider: other}}\n", Ct);
        var checklist = await Shell.RunAsync(Fairlead.Testing.Lab.LabNode.Fairlead, ["render", "vsphere-checklist", cluster, "--observe", Simulator.Source], Ct);
        Assert.True(checklist.ExitCode == 0, checklist.Errors);
        Assert.Matches(@"\*\*Forged transmits\*\* \|[^|]*\|[^|]*\| (Accept|Reject) \(DC0/network/DC0\\_DVPG0; vcenter:", checklist.Output);

        // A second time nothing is added.
        var again = await Shell.RunAsync(Fairlead.Testing.Lab.LabNode.Fairlead, ["import", Simulator.Source, "--network", "/DC0/network/DC0_DVPG0", "--into", file], Ct);
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(text, await File.ReadAllTextAsync(file, Ct));

        var who = await Shell.RunAsync(Fairlead.Testing.Lab.LabNode.Fairlead, ["who", "10.20.0.1", file, "--observe", Simulator.Source], Ct);
        Assert.Contains("DC0_C0_RP0_VM1", who.Output, StringComparison.Ordinal);
    }

    private static List<string> Ids(Observation seen) => [.. seen.Machines.Select(machine => machine.Id).Concat(seen.Networks.Select(network => network.Id)).Concat(seen.Hosts.Select(host => host.Id))];

    private static async Task<Observation> NextAsync(IAsyncEnumerator<ObservationOutcome> following)
    {
        Assert.True(await following.MoveNextAsync());
        return Seen(following.Current);
    }

    private static IConnector Open(string source) => ConnectorCatalog.Open(SourceReference.Parse(source), new ConnectorSettings { Time = TimeProvider.System });

    private static Observation Seen(ObservationOutcome outcome) => outcome is ObservationOutcome.Failed failed ? throw new InvalidOperationException(failed.Message) : ((ObservationOutcome.Seen)outcome).Observation;

    private static async Task<Observation> SeenAsync(string source) => Seen(await Open(source).ObserveAsync(Ct));

    private static async Task<ObservationOutcome.Failed> FailedAsync(string source) => Assert.IsType<ObservationOutcome.Failed>(await Open(source).ObserveAsync(Ct));

    public sealed class Vcenter : IAsyncLifetime
    {
        private VCenterSimulator? _simulator;

        public VCenterSimulator Simulator => _simulator ?? throw new InvalidOperationException("not started");

        public async ValueTask InitializeAsync()
        {
            VCenterSimulator.Require();
            _simulator = await VCenterSimulator.StartAsync(Machines, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (_simulator is { } simulator)
                await simulator.DisposeAsync();
        }
    }
}
