using System.Globalization;
using Fairlead.SystemTests.Egress;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>A node behind the rendered filters, with an Internet that has every host of the catalogue and fifty others; and what <c>fairlead check</c> says of it.</summary>
public sealed class EgressLabTests
{
    private const string Proxy = "http://10.40.0.31:3128";

    /// <summary>It shares its address with other-0 and other-1.</summary>
    private const string Shared = "mcr.microsoft.com";

    private static readonly string Cases = Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Deliverables", "egress");
    private static readonly string[] Others = [.. Enumerable.Range(0, 50).Select(at => string.Create(CultureInfo.InvariantCulture, $"other-{at}.example"))];
    private static readonly LabInternet Internet = new("westeurope", Others);

    public EgressLabTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>squid closes what a filter by addresses leaves open: names that share an address with an allowed one.</summary>
    [Fact]
    public async Task Squid_lets_every_allowed_name_out_and_no_other()
    {
        var rules = await ReadAsync("squid/bergen-egress.conf");
        await using var lab = await StartAsync("table ip shut { chain forward { type filter hook forward priority 0; ip saddr != 10.40.0.31 ip daddr 198.18.100.0/24 reject with icmp admin-prohibited; }; }", names: [], rules);
        var node = lab["vm"];
        var asked = AllowedBySquid(rules).Select(each => new Asked(each.Host, each.Host, each.Port, Passes: true)).ToList();
        Assert.True(asked.Count > 30, $"{asked.Count} endpoints");
        asked.AddRange(Others.Select(host => new Asked(host, host, 443, Passes: false)));
        // Asked for one name and greeted with another, both ways; a port that is not the name's.
        asked.Add(new Asked("gcr.io", "other-7.example", 443, Passes: false));
        asked.Add(new Asked(Shared, "other-0.example", 443, Passes: false));
        asked.Add(new Asked("other-7.example", "gcr.io", 443, Passes: false));
        asked.Add(new Asked("gcr.io", "gcr.io", 80, Passes: false));
        Assert.Equal(asked.Select(each => $"{each} {each.Passes}"), await AskAsync(node, asked, "10.40.0.31"));

        // What the check says: the direct way is shut, and every host of the list answers through the proxy.
        var checks = await CheckAsync(node, $"HTTPS_PROXY={Proxy}", $"HTTP_PROXY={Proxy}");
        var through = checks.Where(check => check.Reason == "proxy-required").Select(check => check.Target!).ToList();
        Assert.Equal(checks.Where(check => check.Outcome == "failed").Select(check => check.Target), through);
        Assert.True(through.Count > 25, string.Join(", ", through));
        Assert.All(through, target => Assert.Contains(asked, each => each.Passes && $"{each.Host}:{each.Port}" == target));
    }

    /// <summary>With a name taken out of the rules, the check names that one.</summary>
    [Fact]
    public async Task The_check_names_what_squid_does_not_let_out()
    {
        var rules = (await ReadAsync("squid/bergen-egress.conf")).Replace("dstdomain gcr.io\n", "dstdomain other-9.example\n", StringComparison.Ordinal);
        await using var lab = await StartAsync("table ip shut { chain forward { type filter hook forward priority 0; ip saddr != 10.40.0.31 ip daddr 198.18.100.0/24 reject with icmp admin-prohibited; }; }", names: [], rules);
        var denied = Assert.Single(await CheckAsync(lab["vm"], $"HTTPS_PROXY={Proxy}", $"HTTP_PROXY={Proxy}"), check => check.Reason == "proxy-denied");
        Assert.Equal("gcr.io:443", denied.Target);
        Assert.Contains("X-Squid-Error: ERR_ACCESS_DENIED", denied.Message, StringComparison.Ordinal);
    }

    /// <summary>The check asks as a node does, and what it says is what the filter does.</summary>
    [Fact]
    public async Task The_check_is_green_behind_nftables_and_names_what_is_taken_out()
    {
        var (filter, names) = (await ReadAsync("nftables/bergen-egress.nft"), (await ReadAsync("nftables/bergen-egress-dnsmasq.conf")).Split('\n'));
        await using (var lab = await StartAsync(filter, names, squid: null))
        {
            var checks = await CheckAsync(lab["vm"]);
            Assert.Equal([], checks.Where(check => check.Outcome == "failed").Select(check => $"{check.Target}: {check.Reason}"));
            Assert.True(checks.Count(check => check.Outcome == "passed") > 25, $"{checks.Count} checks");
            List<Asked> asked = [new(Shared, Shared, 443, Passes: true), new("other-0.example", "other-0.example", 443, Passes: true), .. Others.Skip(2).Select(host => new Asked(host, host, 443, Passes: false))];
            Assert.Equal(asked.Select(each => $"{each} {each.Passes}"), await AskAsync(lab["vm"], asked, proxy: null));
        }

        await using (var lab = await StartAsync(filter, [.. names.Where(line => !line.StartsWith("nftset=/gcr.io/", StringComparison.Ordinal))], squid: null))
        {
            var failed = Assert.Single(await CheckAsync(lab["vm"]), check => check.Outcome == "failed");
            Assert.Equal("gcr.io:443", failed.Target);
        }
    }

    /// <param name="filter">For nft, on the router.</param>
    /// <param name="names">For the dnsmasq on the router, which asks the Internet's.</param>
    /// <param name="squid">Rules of a proxy in the segment; null: there is none.</param>
    private static Task<LabNetwork> StartAsync(string filter, string[] names, string? squid) => LabNetwork.StartAsync(
        plan =>
        {
            plan.Segment("lan").Segment("wan")
                // What the catalogue has on another port is the same servers.
                .Node("web", node => Internet.On(node.On("wan", "198.18.0.2/24").Route("default via 198.18.0.1").Filter("table ip ports { chain in { type nat hook prerouting priority -100; tcp dport 8084 redirect to :443; }; }"), new Dictionary<string, LabHost>()))
                .Node("dns", node => node.On("wan", "198.18.0.53/24").Dnsmasq(Internet.Zone(new Dictionary<string, string> { ["other-0.example"] = Internet.AddressOf(Shared), ["other-1.example"] = Internet.AddressOf(Shared) })))
                .Node("router", node => node.On("lan", "10.40.0.1/22").On("wan", "198.18.0.1/24", "10.40.9.53/32", "10.40.9.54/32").Route(LabInternet.RouteVia("198.18.0.2")).Forwards().Set("net.ipv4.icmp_ratelimit=0")
                    .Filter(filter).Runs((machine, ct) => ResolveAsync(machine, names, ct)));
            if (squid is not null)
                plan.Node("proxy", node => node.On("lan", "10.40.0.31/22").Route("default via 10.40.0.1").Runs(CertifyAsync).Squid("10.40.9.53", ["http_port 3128 ssl-bump cert=port.pem generate-host-certificates=off", .. squid.Split('\n')]));
            plan.Node("vm", node => node.On("lan", "10.40.1.9/22").Route("default via 10.40.0.1").Resolver("nameserver 10.40.9.53").Runs((machine, ct) =>
            {
                File.Copy(Path.Combine(Cases, "site.yaml"), Path.Combine(machine.Folder, "site.yaml"));
                File.Copy(Path.Combine(Path.GetDirectoryName(machine.Folder)!, "web", "public.pem"), Path.Combine(machine.Folder, "public.pem"));
                return Task.CompletedTask;
            }));
        },
        Ct);

    private static async Task ResolveAsync(LabNode machine, string[] names, CancellationToken ct)
    {
        var file = await machine.WriteAsync("names.conf", string.Join('\n', ["no-resolv", "no-hosts", "bind-interfaces", "server=198.18.0.53", "user=root", $"pid-file={machine.Folder}/names.pid", .. names]) + "\n", ct);
        await machine.Start("dnsmasq", ["--keep-in-foreground", "--log-facility=-", $"--conf-file={file}", "--listen-address=10.40.9.53,10.40.9.54"]).WaitForAsync("started, version", ct);
    }

    /// <summary>For the proxy's own port; whoever is refused sees it.</summary>
    private static async Task CertifyAsync(LabNode machine, CancellationToken ct)
    {
        using var authority = new LabAuthority("Lab proxy", TimeProvider.System.GetUtcNow());
        await machine.WriteAsync("port.pem", authority.Certify(["proxy.lab"], TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2)), ct);
    }

    /// <summary>What the rules open for nodes; of a domain one host below it.</summary>
    private static List<(string Host, int Port)> AllowedBySquid(string rules)
    {
        var lines = rules.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length > 3 && words[0] == "acl").ToList();
        var nodes = lines.Where(words => words[2] == "src" && words.Contains("10.40.1.0-10.40.2.255")).Select(words => words[1][^1]).ToHashSet();
        var ports = lines.Where(words => words[2] == "port").ToDictionary(words => words[1][^1], words => int.Parse(words[3], CultureInfo.InvariantCulture));
        return
        [
            .. from words in lines
               where words[2] == "dstdomain" && nodes.Contains(words[1][^1])
               from host in words[3][0] == '.' ? Internet.Hosts.Where(known => known.EndsWith(words[3], StringComparison.Ordinal)) : [words[3]]
               select (host, ports[words[1][^1]]),
        ];
    }

    private static async Task<List<CheckAnswer>> CheckAsync(LabNode node, params string[] environment)
    {
        var run = await node.RunAsync("env", [.. environment, LabNode.Fairlead, "check", "site.yaml", "--only", "egress", "--public-roots", "public.pem", "--format", "json"], Ct);
        return [.. CheckAnswer.Of(run).Where(check => check.Id == "egress.endpoint" && check.IsRequired)];
    }

    private static async Task<string[]> AskAsync(LabNode node, List<Asked> asked, string? proxy) =>
        (await node.RunAsync("python3", ["-c", Asker, proxy ?? ""], string.Join('\n', asked), Ct)).OrThrow("the asker").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Cases, file), Ct);

    /// <param name="Host">Asked of the resolver, or of the proxy.</param>
    /// <param name="Greets">In the TLS greeting.</param>
    private sealed record Asked(string Host, string Greets, int Port, bool Passes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host} {Greets} {Port}");
    }

    /// <summary>Whether a server of the name answers: over TLS with a certificate that is valid for it, on port 80 in HTTP.</summary>
    private const string Asker = """
        import socket, ssl, sys
        proxy = sys.argv[1]
        context = ssl.create_default_context(cafile="public.pem")

        def head(stream):
            data = b""
            while b"\r\n\r\n" not in data:
                more = stream.recv(4096)
                if not more:
                    break
                data += more
            return data

        def passes(host, greets, port):
            with socket.create_connection((proxy, 3128) if proxy else (host, port), timeout=10) as stream:
                if port == 80:
                    stream.sendall(f"GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                    return b" 404 " in head(stream).split(b"\r\n")[0]
                if proxy:
                    stream.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
                    if b" 200 " not in head(stream).split(b"\r\n")[0]:
                        return False
                with context.wrap_socket(stream, server_hostname=greets) as secure:
                    secure.sendall(f"GET / HTTP/1.1\r\nHost: {greets}\r\nConnection: close\r\n\r\n".encode())
                    return b" 404 " in head(secure).split(b"\r\n")[0]

        for line in sys.stdin.read().split("\n"):
            host, greets, port = line.split(" ")
            try:
                print(line, passes(host, greets, int(port)))
            except OSError:
                print(line, False)
        """;
}
