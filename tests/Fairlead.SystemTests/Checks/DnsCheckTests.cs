using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Names;
using Xunit;

namespace Fairlead.SystemTests.Checks;

public sealed class DnsCheckTests
{
    private const string First = "segments/k8s-prod/dnsServers/0 10.20.0.53:53";

    private const string VCenter = "host-record=vcenter.contoso.test,10.10.0.5";

    private static readonly string[] Public =
    [
        "host-record=guestnotificationservice.azure.com,203.0.113.1", "host-record=raw.githubusercontent.com,203.0.113.2", "host-record=storage.googleapis.com,203.0.113.3",
        "local=/test/invalid/com/",
    ];

    private static readonly string[] Names = ["guestnotificationservice.azure.com", "raw.githubusercontent.com", "storage.googleapis.com"];

    public DnsCheckTests() => LabNetwork.Require();

    [Fact]
    public async Task A_good_server_passes_everything()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(server => server.Dnsmasq([VCenter, .. Public]), "search lab.test", ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct);

        seen.AssertIs(0,
            $"dns.answers-udp {First} passed dns-answered",
            $"dns.answers-tcp {First} passed dns-answered",
            Named("dns.internal-name", "vcenter.contoso.test", "passed resolves"),
            Named("dns.external-name", Names[0], "passed resolves"),
            Named("dns.external-name", Names[1], "passed resolves"),
            Named("dns.external-name", Names[2], "passed resolves"),
            $"dns.nxdomain-hijack {First} passed nxdomain",
            Named("dns.search-wildcard", "lab.test", "passed nxdomain"),
            $"dns.latency {First} measured");
        Assert.Contains("DNS questions about vcenter.contoso.test, guestnotificationservice.azure.com", seen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_lies_is_named_as_the_one_cause()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(server => server.Dnsmasq(VCenter, "local=/contoso.test/", "address=/#/203.0.113.99"), "search lab.test", ct);

        (await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct)).AssertIs(1,
            $"dns.answers-udp {First} passed dns-answered",
            $"dns.answers-tcp {First} passed dns-answered",
            Named("dns.internal-name", "vcenter.contoso.test", "passed resolves"),
            Named("dns.external-name", Names[0], "failed dns-hijacked"),
            Named("dns.external-name", Names[1], "failed dns-hijacked"),
            Named("dns.external-name", Names[2], "failed dns-hijacked"),
            $"dns.nxdomain-hijack {First} failed dns-hijacked",
            Named("dns.search-wildcard", "lab.test", "skipped dns-hijacked (not required)"),
            $"dns.latency {First} measured");
    }

    [Fact]
    public async Task A_sinkhole_a_wrong_record_and_a_searched_wildcard_are_told_apart()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            server => server.Dnsmasq(["host-record=vcenter.contoso.test,10.10.0.6", "address=/storage.googleapis.com/0.0.0.0", "address=/raw.githubusercontent.com/10.66.0.1", "address=/lab.test/10.20.0.77", Public[0], Public[3]]),
            "search corp.test lab.test",
            ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct);

        seen.AssertIs(1,
            $"dns.answers-udp {First} passed dns-answered",
            $"dns.answers-tcp {First} passed dns-answered",
            Named("dns.internal-name", "vcenter.contoso.test", "failed wrong-address"),
            Named("dns.external-name", Names[0], "passed resolves"),
            Named("dns.external-name", Names[1], "failed dns-sinkhole"),
            Named("dns.external-name", Names[2], "failed dns-sinkhole"),
            $"dns.nxdomain-hijack {First} passed nxdomain",
            Named("dns.search-wildcard", "corp.test", "passed nxdomain"),
            Named("dns.search-wildcard", "lab.test", "failed search-wildcard"),
            $"dns.latency {First} measured");
        Assert.Equal(
            "This machine searches lab.test, and 10.20.0.53 answers any name below it with 10.20.0.77: every short name resolves, and in pods (ndots:5) public names too, to that address.",
            CheckLines.Text(seen["dns.search-wildcard", "lab.test@10.20.0.53:53"], "message"));
    }

    [Fact]
    public async Task Two_servers_that_disagree_are_a_failure_of_both_together()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(server => server.Dnsmasq([VCenter, .. Public]), "", second => second.Dnsmasq(Public), ct);
        const string second = "segments/k8s-prod/dnsServers/1 10.20.0.54:53";

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53, 10.20.0.54"), "dns", ct);

        Assert.Equal(1, seen.ExitCode);
        Assert.Equal(
            [
                "dns.agreement segments/k8s-prod/dnsServers vcenter.contoso.test failed dns-split",
                Named("dns.internal-name", "vcenter.contoso.test", "passed resolves"),
                $"dns.internal-name {second.Replace(" ", " vcenter.contoso.test@", StringComparison.Ordinal)} failed nxdomain",
            ],
            seen.Lines.Where(line => line.StartsWith("dns.internal-name", StringComparison.Ordinal) || line.StartsWith("dns.agreement", StringComparison.Ordinal)));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "refuses", "failed dns-refused", "passed dns-answered" },
        { "servfail", "failed dns-servfail", "passed dns-answered" },
        { "malformed", "failed dns-malformed", "warning dns-malformed" },
        { "silent", "failed dns-timeout", "warning tcp-filtered" },
        { "closed", "failed dns-port-closed", "warning dns-port-closed" },
        { "prohibited", "failed icmp-prohibited", "warning icmp-prohibited" },
        { "absent", "failed no-route", "warning no-route" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_server_that_is_no_use_has_one_cause(string fault, string udp, string tcp)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            server =>
            {
                _ = fault switch
                {
                    "refuses" => server.Dnsmasq(),
                    "silent" => server.Filter("table inet lab { chain input { type filter hook input priority 0; udp dport 53 drop; tcp dport 53 drop; }; }"),
                    "prohibited" => server.Filter("table inet lab { chain input { type filter hook input priority 0; udp dport 53 reject with icmpx admin-prohibited; tcp dport 53 reject with icmpx admin-prohibited; }; }"),
                    "closed" or "absent" => server,
                    _ => server.OddResolver(fault),
                };
            },
            "",
            ct);
        var address = fault == "absent" ? "10.20.0.99" : "10.20.0.53";
        string Skipped(string id, string name) => $"{id} segments/k8s-prod/dnsServers/0 {(name.Length > 0 ? name + "@" : "")}{address}:53 skipped {udp.Split(' ')[1]} (not required)";

        (await CheckLines.RunAsync(lab["client"], Site(address), "dns", ct)).AssertIs(1,
            $"dns.answers-udp segments/k8s-prod/dnsServers/0 {address}:53 {udp}",
            $"dns.answers-tcp segments/k8s-prod/dnsServers/0 {address}:53 {tcp}",
            Skipped("dns.internal-name", "vcenter.contoso.test"),
            Skipped("dns.external-name", Names[0]),
            Skipped("dns.external-name", Names[1]),
            Skipped("dns.external-name", Names[2]),
            Skipped("dns.nxdomain-hijack", ""),
            Skipped("dns.search-wildcard", ""),
            Skipped("dns.latency", ""));
    }

    [Theory]
    [InlineData(false, "passed dns-answered", "passed resolves", 0)]
    [InlineData(true, "failed tcp-filtered", "failed tcp-filtered", 1)]
    public async Task A_truncated_answer_is_fetched_over_TCP_or_lost(bool isTcpShut, string tcp, string name, int exitCode)
    {
        var ct = TestContext.Current.CancellationToken;
        var many = Enumerable.Range(1, 60).Select(last => $"host-record=raw.githubusercontent.com,203.0.113.{last}");
        await using var lab = await StartAsync(
            server =>
            {
                server.Dnsmasq([VCenter, Public[0], Public[2], Public[3], .. many]);
                if (isTcpShut)
                    server.Filter("table inet lab { chain input { type filter hook input priority 0; tcp dport 53 drop; }; }");
            },
            "",
            ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct);

        seen.AssertIs(exitCode,
            $"dns.answers-udp {First} passed dns-answered",
            $"dns.answers-tcp {First} {tcp}",
            Named("dns.internal-name", "vcenter.contoso.test", "passed resolves"),
            Named("dns.external-name", Names[0], "passed resolves"),
            Named("dns.external-name", Names[1], name),
            Named("dns.external-name", Names[2], "passed resolves"),
            $"dns.nxdomain-hijack {First} passed nxdomain",
            $"dns.search-wildcard {First} skipped no-search-domain (not required)",
            $"dns.latency {First} measured");
        Assert.Contains(seen.EvidenceOf("dns.external-name", "raw.githubusercontent.com@10.20.0.53:53"), text => text.StartsWith("A raw.githubusercontent.com over tcp (truncated over udp): ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_server_is_measured_as_slow()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(server => server.OddResolver("slow"), "", ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct);

        Assert.Equal(("warning", "dns-slow"), (CheckLines.Text(seen["dns.latency", "10.20.0.53:53"], "outcome"), CheckLines.Text(seen["dns.latency", "10.20.0.53:53"], "reason")));
        Assert.Equal(0, seen.ExitCode);
    }

    [Theory]
    [InlineData("no-aaaa", "warning dns-timeout", "passed dns-answered")]
    [InlineData("strangers", "passed resolves", "passed dns-answered")]
    [InlineData("tcp-closes", "passed resolves", "warning dns-closed")]
    public async Task A_server_that_is_odd_is_no_failure(string manner, string name, string tcp)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(server => server.OddResolver(manner), "", ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.20.0.53"), "dns", ct);

        Assert.Equal(
            [$"dns.answers-udp {First} passed dns-answered", $"dns.answers-tcp {First} {tcp}", Named("dns.internal-name", "vcenter.contoso.test", name)],
            seen.Lines.Take(3));
        Assert.Equal(0, seen.ExitCode);
    }

    private static Task<LabNetwork> StartAsync(Action<NodePlan> server, string resolver, CancellationToken ct) => StartAsync(server, resolver, null, ct);

    private static Task<LabNetwork> StartAsync(Action<NodePlan> server, string resolver, Action<NodePlan>? second, CancellationToken ct) => LabNetwork.StartAsync(
        plan =>
        {
            plan.Segment("lan")
                .Node("client", node => node.On("lan", "10.20.0.50/24").Resolver("nameserver 10.20.0.53", resolver))
                .Node("first", node => server(node.On("lan", "10.20.0.53/24")));
            if (second is not null)
                plan.Node("second", node => second(node.On("lan", "10.20.0.54/24")));
        },
        ct);

    private static string Named(string id, string name, string rest) => $"{id} segments/k8s-prod/dnsServers/0 {name}@10.20.0.53:53 {rest}";

    private static string Site(string servers) => $$"""
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        infrastructure:
          vcenter: {host: vcenter.contoso.test, address: 10.10.0.5}
        segments:
          - name: k8s-prod
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            dnsServers: [{{servers}}]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.20.0.100-10.20.0.199}]}
        clusters:
          - {name: shop, segment: k8s-prod, controlPlane: {ip: 10.20.0.20} }
        """;
}
