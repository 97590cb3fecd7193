using Fairlead.Testing.Lab.Paths;

namespace Fairlead.Testing.Lab.Names;

/// <summary>Labs by hand about names and paths.</summary>
public static class NameScenarios
{
    public static IReadOnlyList<LabScenario> All { get; } =
    [
        new("names", "a client with a search list, a good resolver (10.20.0.53), one that answers every name (10.20.0.54), one that refuses (10.20.0.55)", plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan", "10.20.0.50/24").Resolver("nameserver 10.20.0.53", "search lab.test"))
            .Node("good", node => node.On("lan", "10.20.0.53/24").Dnsmasq("host-record=vcenter.contoso.test,10.10.0.5", "local=/test/invalid/com/", "address=/lab.test/10.20.0.77"))
            .Node("liar", node => node.On("lan", "10.20.0.54/24").Dnsmasq("host-record=vcenter.contoso.test,10.10.0.5", "address=/#/203.0.113.99"))
            .Node("refuser", node => node.On("lan", "10.20.0.55/24").Dnsmasq())),
        new("paths", "a client, a router whose far link takes 1400 octets and who forbids port 22, and behind it a vCenter with HTTPS and NTP (10.10.0.5)", plan => plan
            .Segment("lan")
            .Segment("core")
            .Node("client", node => node.On("lan", "10.20.0.50/24").Route("default via 10.20.0.1"))
            .Node("router", node => node.On("lan", "10.20.0.1/24").On("core", null, 1400, "10.10.0.1/24").Forwards()
                .Filter("table ip lab { chain forward { type filter hook forward priority 0; tcp dport 22 reject with icmp admin-prohibited; }; }"))
            .Node("vcenter", node => node.On("core", "10.10.0.5/24").Route("default via 10.10.0.1").Web().Chrony())),
    ];
}
