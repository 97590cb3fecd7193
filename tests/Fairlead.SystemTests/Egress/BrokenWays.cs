using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Egress;

/// <summary>A segment whose way out breaks differently for each host, by real daemons; asked once.</summary>
public sealed class BrokenWays : IAsyncLifetime
{
    private const string Blackboard = "10.66.6.66";

    private readonly LabInternet _internet = new(EgressSite.Region);
    private LabNetwork? _lab;

    internal Answer Run { get; private set; } = null!;

    internal IReadOnlyList<CheckAnswer> Checks { get; private set; } = [];

    internal LabNode Machine => _lab!["vm"];

    public async ValueTask InitializeAsync()
    {
        LabNetwork.Require();
        var ct = TestContext.Current.CancellationToken;
        using var roots = new LabAuthority("Lab public root", TimeProvider.System.GetUtcNow());
        using var own = new LabAuthority("Contoso own root", TimeProvider.System.GetUtcNow());
        _lab = await LabNetwork.StartAsync(plan => Describe(plan, roots, own), ct);
        await Machine.WriteAsync("site.yaml", EgressSite.Yaml, ct);
        await Machine.WriteAsync("public.pem", roots.Root, ct);
        await Machine.WriteAsync("own.pem", own.Root, ct);
        Run = await Machine.FairleadAsync(["check", "site.yaml", "--only", "egress,proxy", "--public-roots", "public.pem", "--format", "json"], ct);
        Checks = CheckAnswer.Of(Run);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    private void Describe(LabPlan plan, LabAuthority roots, LabAuthority own) => plan
        .Segment("lan")
        .Segment("wan")
        .Node("web", node => _internet.On(node.On("wan", "198.18.0.2/24").Route("default via 198.18.0.1"), roots, own, new Dictionary<string, LabHost>
        {
            ["management.azure.com"] = new(Status: 403),
            ["linuxgeneva-microsoft.azurecr.io"] = new(Certificate: "early.pem", Ahead: 2 * 24 * 3600),
            ["k8connecthelm.download.prss.microsoft.com"] = new(Http2: "goaway"),
            ["westus.data.mcr.microsoft.com"] = new(Http2: "cut"),
            ["guestnotificationservice.azure.com"] = new(Http2: "no"),
            ["adhs.events.data.microsoft.com"] = new(Certificate: "own.pem"),
            ["global.prod.microsoftmetrics.com"] = new(Certificate: "early.pem"),
            ["v20.events.data.microsoft.com"] = new(Certificate: "other.pem"),
        }))
        .Node("dns", node => node.On("lan", "10.20.0.53/22").Dnsmasq(_internet.Zone(new Dictionary<string, string>
        {
            ["raw.githubusercontent.com"] = "",
            ["storage.googleapis.com"] = "0.0.0.0",
            ["gcr.io"] = Blackboard,
            ["aka.ms"] = Blackboard,
            ["dl.k8s.io"] = Blackboard,
            ["wpad.corp.example"] = "10.20.0.99",
        })))
        .Node("gw", node => node
            .On("lan", "10.20.0.1/22").On("wan", "198.18.0.1/24").Route(LabInternet.RouteVia("198.18.0.2")).Forwards()
            .Filter(
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
                    ip daddr { {{At("kvamanagementoperator.azurecr.io")}}, {{At("azurearcfork8s.azurecr.io")}}, {{At("dc.services.visualstudio.com")}}, {{At("k8sconnectcsp.download.prss.microsoft.com")}}, {{At("msk8s.api.cdp.microsoft.com")}}, {{At("msk8s.sb.tlu.dl.delivery.mp.microsoft.com")}}, {{At("login.microsoftonline.com")}} } tcp dport 443 redirect to :8443
                    ip daddr { {{At("mcr.microsoft.com")}}, {{At("westeurope.login.microsoft.com")}} } tcp dport 443 redirect to :8444
                  }
                }
                """)
            .Squid("10.20.0.53", "http_port 3128", "http_port 3129 intercept", "http_access deny all")
            .SniFirewall(
                8443, "kvamanagementoperator.azurecr.io=reset", "azurearcfork8s.azurecr.io=alert", "dc.services.visualstudio.com=page", "k8sconnectcsp.download.prss.microsoft.com=no-h2",
                "msk8s.api.cdp.microsoft.com=silence", "msk8s.sb.tlu.dl.delivery.mp.microsoft.com=close")
            .Mitmproxy(8444))
        .Node("vm", node => node.On("lan", "10.20.1.7/22").Route("default via 10.20.0.1").Resolver("nameserver 10.20.0.53", "search corp.example"));

    private string At(string host) => _internet.AddressOf(host);
}
