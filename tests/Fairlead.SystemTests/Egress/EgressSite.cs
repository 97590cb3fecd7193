namespace Fairlead.SystemTests.Egress;

/// <summary>The site whose segment the Lab is.</summary>
internal static class EgressSite
{
    public const string Region = "westeurope";

    public const string Yaml =
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
            dhcp: {servers: [10.20.0.67], leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255}]}
        """;
}
