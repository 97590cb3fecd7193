namespace Fairlead.Testing.Lab.Egress;

/// <summary>Segments with a way out, and what is wrong with it. The machine <c>vm</c> stands where a node would; its folder holds the site's file and the roots.</summary>
public static class EgressScenes
{
    /// <summary>The site of the segment: <c>site.yaml</c> in the folder of <c>vm</c>.</summary>
    private const string Site =
        """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        region: westeurope
        segments:
          - name: k8s
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            dnsServers: [10.20.0.53]
            addressing: dhcp
            dhcp: {servers: [10.20.0.53], leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255}]}
        """;

    /// <summary>dnsmasq as the segment's DHCP server.</summary>
    private const string Leases = "dhcp-range=10.20.1.50,10.20.1.99,255.255.252.0,8h\ndhcp-leasefile=/dev/null\nno-ping\n";

    private const string Blackboard = "10.66.6.66";

    private static readonly string[] RootFiles = ["public.pem", "own.pem"];

    private static readonly Dictionary<string, LabHost> OddHosts = new()
    {
        ["management.azure.com"] = new(Status: 403),
        ["linuxgeneva-microsoft.azurecr.io"] = new(Certificate: "early", Ahead: 2 * 24 * 3600),
        ["k8connecthelm.download.prss.microsoft.com"] = new(Http2: "goaway"),
        ["westus.data.mcr.microsoft.com"] = new(Http2: "cut"),
        ["guestnotificationservice.azure.com"] = new(Http2: "no"),
        ["adhs.events.data.microsoft.com"] = new(Certificate: "private"),
        ["global.prod.microsoftmetrics.com"] = new(Certificate: "early"),
        ["v20.events.data.microsoft.com"] = new(Certificate: "other"),
    };

    private static readonly LabInternet Internet = new("westeurope");

    /// <summary>The way breaks differently for each host.</summary>
    public static void Broken(LabPlan plan) => Outside(plan, "wan", OddHosts)
        .Node("dns", node => node.On("lan", "10.20.0.53/22").Dnsmasq(Internet.Zone(new Dictionary<string, string>
        {
            ["raw.githubusercontent.com"] = "",
            ["storage.googleapis.com"] = "0.0.0.0",
            ["gcr.io"] = Blackboard,
            ["aka.ms"] = Blackboard,
            ["dl.k8s.io"] = Blackboard,
            ["wpad.corp.example"] = "10.20.0.99",
        }) + Leases + "dhcp-option=252,http://10.20.0.99/wpad.dat\n"))
        .Node("gw", node => Gateway(node, BrokenFilter)
            .Squid("10.20.0.53", "http_port 3128", "http_port 3129 intercept", "http_access deny all")
            .SniFirewall(
                8443, "kvamanagementoperator.azurecr.io=reset", "azurearcfork8s.azurecr.io=alert", "dc.services.visualstudio.com=page", "k8sconnectcsp.download.prss.microsoft.com=no-h2",
                "msk8s.api.cdp.microsoft.com=silence", "msk8s.sb.tlu.dl.delivery.mp.microsoft.com=close")
            .Mitmproxy(8444))
        .Node("vm", node => Visitor(node, "10.20.0.53"));

    /// <summary>The direct way is shut; squid stands at 10.20.0.31, and at 10.20.0.32 one that asks for the user ops with the password geheim-7.</summary>
    public static void Proxied(LabPlan plan) => Outside(plan, "wan", new Dictionary<string, LabHost>())
        .Node("dns", node => node.On("lan", "10.20.0.53/22").Dnsmasq(Internet.Zone(new Dictionary<string, string> { ["raw.githubusercontent.com"] = "" }) + Leases))
        .Node("gw", node => Gateway(node, "table ip lab { chain ways { type filter hook forward priority 0; iifname eth0 ip saddr != { 10.20.0.31, 10.20.0.32 } reject with icmp admin-prohibited; }; }"))
        .Node("open", node => node.On("lan", "10.20.0.31/22").Route("default via 10.20.0.1")
            .Squid("10.20.0.53", "http_port 3128", "acl denied dstdomain graph.microsoft.com ctldl.windowsupdate.com", "http_access deny denied", "http_access allow all"))
        .Node("known", node => node.On("lan", "10.20.0.32/22").Route("default via 10.20.0.1")
            .SquidWithUser("10.20.0.53", "ops", "geheim-7", "http_port 3128", "http_access allow known"))
        .Node("vm", node => Visitor(node, "10.20.0.53"));

    /// <summary>Everything is 200 ms away, the DNS server too, and two hosts are black holes.</summary>
    public static void Far(LabPlan plan) => Outside(plan, "far", new Dictionary<string, LabHost>())
        .Segment("wan")
        .Node("line", node => node.On("wan").On("far").DelayLine(100))
        .Node("dns", node => node.On("far", "198.18.0.53/24").Route("default via 198.18.0.1").Dnsmasq(Internet.Zone(new Dictionary<string, string>())))
        .Node("gw", node => Gateway(node, $"table ip lab {{ chain ways {{ type filter hook forward priority 0; ip daddr {{ {At("gcr.io", "aka.ms")} }} drop; }}; }}"))
        .Node("vm", node => Visitor(node, "198.18.0.53"));

    private static LabPlan Outside(LabPlan plan, string segment, IReadOnlyDictionary<string, LabHost> behaviours)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan
            .Segment("lan")
            .Segment(segment)
            .Node("web", node => Internet.On(node.On(segment, "198.18.0.2/24").Route("default via 198.18.0.1"), behaviours));
    }

    /// <summary>Without limits on ICMP, else only the first six of thirty connections hear that they are not allowed.</summary>
    private static NodePlan Gateway(NodePlan node, string filter) => node
        .On("lan", "10.20.0.1/22").On("wan", "198.18.0.1/24").Route(LabInternet.RouteVia("198.18.0.2")).Forwards()
        .Set("net.ipv4.icmp_ratelimit=0").Filter(filter);

    private static void Visitor(NodePlan node, string resolver) => node.On("lan", "10.20.1.7/22").Route("default via 10.20.0.1").Resolver($"nameserver {resolver}", "search corp.example")
        .Runs(async (machine, ct) =>
        {
            await machine.WriteAsync("site.yaml", Site.Replace("10.20.0.53", resolver, StringComparison.Ordinal), ct);
            foreach (var roots in RootFiles)
                File.Copy(Path.Combine(Path.GetDirectoryName(machine.Folder)!, "web", roots), Path.Combine(machine.Folder, roots));
        });

    private static string BrokenFilter =>
        $$"""
        table ip lab {
          chain ways { type filter hook forward priority 0;
            ip daddr {{At("login.windows.net")}} reject with icmp net-unreachable
            ip daddr {{At("graph.microsoft.com")}} reject with icmp admin-prohibited
            ip daddr {{At("ecpacr.azurecr.io")}} tcp dport 443 reject with tcp reset
            ip daddr {{At("hybridaks.azurecr.io")}} drop
          }
          chain boxes { type nat hook prerouting priority -100;
            iifname eth0 tcp dport 80 redirect to :3129
            ip daddr { {{At("kvamanagementoperator.azurecr.io", "azurearcfork8s.azurecr.io", "dc.services.visualstudio.com", "k8sconnectcsp.download.prss.microsoft.com", "msk8s.api.cdp.microsoft.com", "msk8s.sb.tlu.dl.delivery.mp.microsoft.com", "login.microsoftonline.com")}} } tcp dport 443 redirect to :8443
            ip daddr { {{At("mcr.microsoft.com", "westeurope.login.microsoft.com")}} } tcp dport 443 redirect to :8444
          }
        }
        """;

    private static string At(params string[] hosts) => string.Join(", ", hosts.Select(Internet.AddressOf));
}
