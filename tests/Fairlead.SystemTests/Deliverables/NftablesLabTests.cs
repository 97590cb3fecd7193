using System.Globalization;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>nftables and dnsmasq as rendered, on a router between a node and an Internet that has every name.</summary>
public sealed class NftablesLabTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", "egress");

    public NftablesLabTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_allowed_name_passes_and_no_other_but_one_that_shares_an_address()
    {
        await using var lab = await LabNetwork.StartAsync(
            plan => plan.Segment("nodes").Segment("outside")
                .Node("node", node => node.On("nodes", "10.40.1.9/22").Route("default via 10.40.0.1"))
                // The site's resolver is this router: in the example it has these addresses.
                .Node("router", node => node.On("nodes", "10.40.0.1/22").On("outside", "198.18.0.1/15", "10.40.9.53/32").Forwards())
                .Node("internet", node => node.On("outside", "198.18.0.2/15").Route("10.40.0.0/22 via 198.18.0.1")),
            Ct);
        var (node, router, internet) = (lab["node"], lab["router"], lab["internet"]);

        // Each allowed name and fifty others with an address of its own; two of the others share one with an allowed name.
        var rules = await File.ReadAllLinesAsync(Path.Combine(Cases, "nftables", "bergen-egress-dnsmasq.conf"), Ct);
        var allowed = rules.Where(line => line.StartsWith("nftset=", StringComparison.Ordinal)).Select(line => (Name: line.Split('/')[1], Sets: line.Split('/')[2])).ToList();
        var ports = PortsOf(await File.ReadAllTextAsync(Path.Combine(Cases, "nftables", "bergen-egress.nft"), Ct));
        var asked = new List<(string Name, int Port, bool Passes)>();
        var zone = new List<string>();
        var last = 0;
        string Next() => string.Create(CultureInfo.InvariantCulture, $"198.19.{++last / 250}.{last % 250 + 1}");
        string? shared = null;
        foreach (var (name, sets) in allowed)
        {
            // The leases of nodes: sets of other sources open nothing for them.
            var open = sets.Split(',').Select(set => set.Split('#')[^1]).Where(ports.ContainsKey).SelectMany(set => ports[set]).Distinct().ToList();
            var address = Next();
            zone.Add($"address=/{name}/{address}");
            asked.AddRange(open.Select(port => (name, port, true)));
            asked.Add((name, 8443, false));
            if (open.Contains(443))
                shared ??= address;
        }

        for (var other = 0; other < 50; other++)
        {
            zone.Add($"address=/other-{other}.example/{(other < 2 ? shared : Next())}");
            // The documented leak of a filter by addresses: squid closes it.
            asked.Add(($"other-{other}.example", 443, other < 2));
        }

        await StartDnsAsync(internet, "198.18.0.2", [.. zone, "no-resolv"]);
        (await router.RunAsync("nft", ["-f", Path.Combine(Cases, "nftables", "bergen-egress.nft")], Ct)).OrThrow("nft");
        await StartDnsAsync(router, "10.40.9.53", ["no-resolv", "server=198.18.0.2", .. rules]);
        // Everything beyond is this machine's, on every port that is asked.
        (await internet.RunAsync("ip", ["route", "add", "local", "198.19.0.0/16", "dev", "lo"], Ct)).OrThrow("ip route");
        await internet.Start("python3", ["-u", "-c", Listener, string.Join(',', asked.Select(each => each.Port).Distinct())]).WaitForAsync("listening", Ct);

        var answer = (await node.RunAsync("python3", ["-c", Asker, "10.40.9.53"], string.Join('\n', asked.Select(each => $"{each.Name} {each.Port}")), Ct)).OrThrow("the asker");
        var seen = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)), words => words[2] == "open");
        Assert.Equal(asked.Select(each => $"{each.Name}:{each.Port} {each.Passes}"), asked.Select(each => $"{each.Name}:{each.Port} {seen[(each.Name, each.Port)]}"));
        Assert.True(asked.Count(each => each.Passes) > 30, $"{asked.Count(each => each.Passes)} endpoints");
    }

    /// <summary>A plan that changed is loaded over the one before; what names had opened is closed until they are asked again.</summary>
    [Fact]
    public async Task A_changed_plan_takes_the_place_of_the_one_before()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("nodes").Node("router", node => node.On("nodes", "10.40.0.1/22")), Ct);
        var text = await File.ReadAllTextAsync(Path.Combine(Cases, "nftables", "bergen-egress.nft"), Ct);
        // One range is shorter, and sets of another are of another kind, which nft refuses to change.
        var changed = text.Replace("10.40.1.0-10.40.2.255", "10.40.1.0-10.40.1.255", StringComparison.Ordinal).Replace("type ipv4_addr; flags interval; elements = { 10.40.8.11-10.40.8.12 }", "type ipv4_addr; elements = { 10.40.8.11, 10.40.8.12 }", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        await LoadAsync(text);
        (await lab["router"].RunAsync("nft", ["add", "element", "inet", "fairlead_egress", "to_1_4", "{ 198.19.0.1 }"], Ct)).OrThrow("nft add element");
        await LoadAsync(changed);
        var loaded = (await lab["router"].RunAsync("nft", ["list", "table", "inet", "fairlead_egress"], Ct)).OrThrow("nft list").Output;
        Assert.DoesNotContain("198.19.0.1", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("10.40.2.255", loaded, StringComparison.Ordinal);
        Assert.Contains("10.40.1.0/24", loaded, StringComparison.Ordinal);

        async Task LoadAsync(string rules) => (await lab["router"].RunAsync("nft", ["-f", await lab["router"].WriteAsync("rules.nft", rules, Ct)], Ct)).OrThrow("nft");
    }

    /// <summary>By set: the ports that it opens for the nodes' addresses.</summary>
    private static Dictionary<string, List<int>> PortsOf(string rules)
    {
        var nodes = rules.Split('\n').Where(line => line.TrimStart().StartsWith("set from_", StringComparison.Ordinal) && line.Contains("10.40.1.0-", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[1][5..]).ToHashSet();
        return rules.Split('\n').Where(line => line.Contains("daddr @to_", StringComparison.Ordinal) && line.Contains(" tcp dport ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ')).Select(words => (Set: words[5][1..], Port: int.Parse(words[8], CultureInfo.InvariantCulture)))
            .Where(each => nodes.Contains(each.Set[3..])).GroupBy(each => each.Set).ToDictionary(set => set.Key, set => set.Select(each => each.Port).ToList());
    }

    private static async Task StartDnsAsync(LabNode machine, string address, IEnumerable<string> lines)
    {
        var file = await machine.WriteAsync("names.conf", string.Join('\n', lines) + "\n", Ct);
        await machine.Start("dnsmasq", ["--no-daemon", $"--conf-file={file}", $"--listen-address={address}", "--bind-interfaces", "--no-hosts", "--user=root", $"--pid-file={machine.Folder}/names.pid"]).WaitForAsync("started", Ct);
    }

    private const string Listener = """
        import selectors, socket, sys
        select = selectors.DefaultSelector()
        for port in sys.argv[1].split(","):
            server = socket.socket()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("0.0.0.0", int(port)))
            server.listen(64)
            select.register(server, selectors.EVENT_READ)
        print("listening", flush=True)
        while True:
            for key, _ in select.select():
                key.fileobj.accept()[0].close()
        """;

    /// <summary>Asks the resolver for each name (RFC 1035, a question of type A) and connects; what is refused is closed.</summary>
    private const string Asker = """
        import os, socket, struct, sys
        resolver = sys.argv[1]

        def resolve(name):
            question = os.urandom(2) + b"\x01\x00\x00\x01\0\0\0\0\0\0" + b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0\0\x01\0\x01"
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ask:
                ask.settimeout(5)
                ask.sendto(question, (resolver, 53))
                return socket.inet_ntoa(ask.recv(4096)[-4:])

        for line in sys.stdin.read().split("\n"):
            name, port = line.split(" ")
            try:
                with socket.create_connection((resolve(name), int(port)), timeout=5):
                    print(name, port, "open")
            except OSError:
                print(name, port, "closed")
        """;
}
