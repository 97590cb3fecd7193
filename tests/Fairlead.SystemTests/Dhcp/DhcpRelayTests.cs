using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Dhcp;

/// <summary>Kea in another segment, behind a router that relays.</summary>
public sealed class DhcpRelayTests
{
    private const string Segment = """
        prefix: 10.20.0.0/22
        gateway: 10.20.0.1
        dnsServers: [10.10.0.53]
        addressing: dhcp
        dhcp:
          servers: [10.10.0.67]
          leaseTime: 8h
          scopes: [{range: 10.20.1.0-10.20.2.255}]
        """;

    private static readonly KeaScope Scope = new("10.20.0.0/22", "10.20.1.100 - 10.20.1.199", 28800, ("routers", "10.20.0.1"), ("domain-name-servers", "10.10.0.53"));

    public DhcpRelayTests() => LabNetwork.Require();

    [Fact]
    public async Task A_relay_is_noticed_and_said()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => Behind(plan, Scope), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        check.MustSay(0,
            "dhcp.server dhcp/servers/0 10.10.0.67 passed offer",
            "dhcp.rogue dhcp passed none-seen",
            "dhcp.relay dhcp 10.20.0.1 passed relayed",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            "dhcp.router gateway 10.10.0.67 passed same-router",
            "dhcp.mask prefix 10.10.0.67 passed same-mask",
            "dhcp.dns dnsServers 10.10.0.67 passed same-dns",
            "dhcp.lease-time dhcp/leaseTime 10.10.0.67 passed same-lease-time",
            "dhcp.remaining dhcp unknown/unknown needs the server's leases",
            "dhcp.ra-router gateway passed no-router");
        Assert.Equal("10.10.0.67 offers addresses on madrid/prod through the relay 10.20.0.1.", check.Message("dhcp.server", "passed"));
    }

    [Fact]
    public async Task A_relay_that_puts_its_own_address_in_place_of_the_server_is_no_rogue()
    {
        var ct = TestContext.Current.CancellationToken;
        var overriding = Scope with { Options = [.. Scope.Options, ("dhcp-server-identifier", "10.20.0.1")] };
        await using var lab = await LabNetwork.StartAsync(plan => Behind(plan, overriding), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        Assert.Contains("dhcp.server dhcp/servers/0 10.10.0.67 unknown hidden-by-relay", check.Lines);
        Assert.Contains("dhcp.rogue dhcp passed none-seen", check.Lines);
        Assert.Contains("dhcp.relay dhcp 10.20.0.1 passed relayed", check.Lines);
        Assert.Contains("dhcp.router gateway 10.20.0.1 passed same-router", check.Lines);
        Assert.Equal(0, check.Answer.ExitCode);
    }

    private static void Behind(LabPlan plan, KeaScope scope) => plan
        .Segment("lan")
        .Segment("core")
        .Node("client", node => node.On("lan"))
        .Node("kea", node => node.On("core", "10.10.0.67/24").Route("default via 10.10.0.1").RunsKea(scope))
        .Node("router", node => node.On("lan", "10.20.0.1/22").On("core", "10.10.0.1/24").Forwards().RunsRelay("10.10.0.67"));
}
