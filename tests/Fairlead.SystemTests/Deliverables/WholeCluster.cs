using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>
/// One cluster on what Fairlead rendered for it: six nodes with leases of Kea, keepalived and haproxy on three of them, a load balancer address that a fourth announces the way MetalLB
/// does, a router with nftables and dnsmasq before an Internet. The machine <c>vm</c> stands among them with a lease as they have, so that filters take it for a node, and asks.
/// </summary>
public sealed class WholeCluster : IAsyncLifetime
{
    public const string Vip = "10.70.0.20";
    public const string Service = "10.70.0.24";

    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: porto
        profile: aks-arc-vmware
        region: westeurope
        segments:
          - name: nodes
            vlan: 70
            prefix: 10.70.0.0/26
            gateway: 10.70.0.1
            dnsServers: [10.70.9.53, 10.70.9.54]
            addressing: dhcp
            dhcp: {leaseTime: 8h, servers: [10.70.0.3], scopes: [{range: 10.70.0.20-10.70.0.55, exclude: [10.70.0.20, 10.70.0.24-10.70.0.27]}]}
        clusters:
          - name: quay
            segment: nodes
            controlPlane: {ip: 10.70.0.20, nodes: 3, provider: keepalived}
            nodePools: [{name: default, nodes: 3}]
            loadBalancer: {provider: metallb, addresses: [10.70.0.24-10.70.0.27]}
            services: 2
        """;

    private static readonly string[] ControlPlane = ["cp1", "cp2", "cp3"];
    private static readonly string[] Workers = ["w1", "w2", "w3"];
    private static readonly LabInternet Internet = new("westeurope", "other.example");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fairlead-cluster-");
    private LabNetwork? _lab;

    internal LabNode this[string name] => _lab![name];

    /// <summary>By node, as Kea gave them.</summary>
    internal Dictionary<string, string> Leases { get; } = [];

    internal List<ControlPlaneNode> ControlPlaneNodes { get; } = [];

    internal LabProcess Kea { get; private set; } = null!;

    internal LabProcess Names { get; private set; } = null!;

    internal string Filter => File.ReadAllText(Path.Combine(_folder.FullName, "porto-egress.nft"));

    public async ValueTask InitializeAsync()
    {
        LabNetwork.Require();
        var ct = TestContext.Current.CancellationToken;
        var site = Path.Combine(_folder.FullName, "site.yaml");
        await File.WriteAllTextAsync(site, Site, ct);
        foreach (var target in (string[])["kea", "keepalived", "nftables"])
            (await Shell.RunAsync(LabNode.Fairlead, ["render", target, site, "-o", _folder.FullName], ct)).OrThrow($"render {target}");
        _lab = await LabNetwork.StartAsync(Plan, ct);
        File.Copy(site, Path.Combine(this["vm"].Folder, "site.yaml"));
        File.Copy(Path.Combine(Path.GetDirectoryName(this["vm"].Folder)!, "web", "public.pem"), Path.Combine(this["vm"].Folder, "public.pem"));
        await LeaseAsync(ct);
        await StartControlPlaneAsync(ct);
        await AnnounceAsync(this["w1"], ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal async Task StartKeaAsync(CancellationToken ct)
    {
        Kea = this["kea"].Start("kea-dhcp4", ["-c", Path.Combine(this["kea"].Folder, "kea.json")], new Dictionary<string, string> { ["KEA_PIDFILE_DIR"] = this["kea"].Folder, ["KEA_LOCKFILE_DIR"] = this["kea"].Folder });
        await Kea.WaitForAsync("DHCP4_STARTED", ct);
    }

    internal async Task StartNamesAsync(string[] names, CancellationToken ct)
    {
        var router = this["router"];
        var file = await router.WriteAsync("names.conf", string.Join('\n', ["no-resolv", "no-hosts", "bind-interfaces", "server=198.18.0.53", "user=root", $"pid-file={router.Folder}/names.pid", .. names]) + "\n", ct);
        Names = router.Start("dnsmasq", ["--keep-in-foreground", "--log-facility=-", $"--conf-file={file}", "--listen-address=10.70.9.53,10.70.9.54"]);
        await Names.WaitForAsync("started, version", ct);
    }

    internal string[] RenderedNames => File.ReadAllLines(Path.Combine(_folder.FullName, "porto-egress-dnsmasq.conf"));

    /// <summary>Answers for a load balancer address with the node's own MAC and tells everybody, as MetalLB's speaker does, and serves it, as kube-proxy would.</summary>
    internal static async Task<LabProcess> AnnounceAsync(LabNode node, CancellationToken ct)
    {
        (await node.RunAsync("nft", [$"table ip services {{ chain in {{ type nat hook prerouting priority -100; ip daddr {Service} tcp dport 80 redirect to :8080; }}; }}"], ct)).OrThrow("nft");
        await node.Start("python3", ["-u", "-c", "import http.server; s = http.server.HTTPServer(('', 8080), http.server.SimpleHTTPRequestHandler); print('listening', flush=True); s.serve_forever()"]).WaitForAsync("listening", ct);
        var speaker = node.Start("python3", ["-u", "-c", Speaker, Service]);
        await speaker.WaitForAsync("announced", ct);
        return speaker;
    }

    private void Plan(LabPlan plan)
    {
        plan.Segment("lan").Segment("wan")
            .Node("web", node => Internet.On(node.On("wan", "198.18.0.2/24").Route("default via 198.18.0.1").Filter("table ip ports { chain in { type nat hook prerouting priority -100; tcp dport 8084 redirect to :443; }; }"), new Dictionary<string, LabHost>()))
            .Node("dns", node => node.On("wan", "198.18.0.53/24").Dnsmasq(Internet.Zone(new Dictionary<string, string>())))
            .Node("router", node => node.On("lan", "10.70.0.1/26").On("wan", "198.18.0.1/24", "10.70.9.53/32", "10.70.9.54/32").Route(LabInternet.RouteVia("198.18.0.2")).Forwards().Set("net.ipv4.icmp_ratelimit=0")
                .Filter(Filter))
            .Node("kea", node => node.On("lan", "10.70.0.3/26"))
            .Node("foreign", node => node.On("lan"));
        foreach (var name in ControlPlane.Concat(Workers).Append("vm"))
            plan.Node(name, node => node.On("lan").Resolver("nameserver 10.70.9.53"));
    }

    private async Task LeaseAsync(CancellationToken ct)
    {
        var subnets = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "kea-dhcp4-subnets.json"), ct);
        await this["kea"].WriteAsync("kea.json", $$"""
            {"Dhcp4": {
              "interfaces-config": {"interfaces": ["eth0"]},
              "lease-database": {"type": "memfile", "persist": true, "name": "{{this["kea"].Folder}}/leases.csv", "lfc-interval": 0},
              "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout", "flush": true}]}],
              "subnet4": [{{subnets}}]
            } }
            """, ct);
        await StartKeaAsync(ct);
        await StartNamesAsync(RenderedNames, ct);
        foreach (var name in ControlPlane.Concat(Workers).Append("vm"))
        {
            var node = this[name];
            Leases[name] = await node.LeaseAsync(await node.MacOfAsync("eth0", ct), ct, hostName: name);
            (await node.RunAsync("ip", ["address", "add", $"{Leases[name]}/26", "dev", "eth0"], ct)).OrThrow("ip address");
            (await node.RunAsync("ip", ["route", "add", "default", "via", "10.70.0.1"], ct)).OrThrow("ip route");
        }
    }

    private async Task StartControlPlaneAsync(CancellationToken ct)
    {
        using var authority = new LabAuthority("Lab control plane", TimeProvider.System.GetUtcNow());
        var certificate = authority.Certify(["localhost"], TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        foreach (var name in ControlPlane)
        {
            var node = new ControlPlaneNode(this[name], Path.Combine(_folder.FullName, "porto-quay"), [.. ControlPlane.Select(each => Leases[each])]);
            ControlPlaneNodes.Add(node);
            await node.InstallAsync(certificate, ct);
            await node.StartAsync(ct);
        }

        // VRRP's first holder.
        for (var tries = 0; (await this["vm"].RunAsync("curl", ["--silent", "--fail", "--insecure", "--max-time", "1", $"https://{Vip}:6443/healthz"], ct)).ExitCode != 0; tries++)
        {
            Assert.True(tries < 240, "nobody answers at the control plane IP");
            await Task.Delay(500, ct);
        }
    }

    private const string Speaker = """
        import socket, struct, sys
        address = socket.inet_aton(sys.argv[1])
        link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
        link.bind(("eth0", 0x0806))
        mac = link.getsockname()[4]

        def say(kind, to, target_mac, target):
            link.send(to + mac + b"\x08\x06" + struct.pack("!HHBBH", 1, 0x0800, 6, 4, kind) + mac + address + target_mac + target)

        say(1, b"\xff" * 6, b"\xff" * 6, address)
        print("announced", flush=True)
        while True:
            frame = link.recv(128)
            if frame[20:22] == b"\0\x01" and frame[38:42] == address and frame[22:28] != mac:
                say(2, frame[22:28], frame[22:28], frame[28:32])
        """;
}
