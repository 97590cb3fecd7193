namespace Fairlead.Testing;

/// <summary>A small site for tests that are about something else.</summary>
public static class SampleSites
{
    /// <summary>Free are .2 to .99 but for the DNS server at .53, and .200 to .254.</summary>
    public const string Madrid =
        """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - name: k8s
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            dnsServers: [10.20.0.53]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.20.0.100-10.20.0.199}]}

        """;

    /// <summary>To be put behind it: a cluster with .20, and .30 to .39.</summary>
    public const string Shop =
        """
        clusters:
          - name: shop
            segment: k8s
            controlPlane: {ip: 10.20.0.20, nodes: 3}
            nodePools: [{name: default, nodes: 3}]
            services: 4
            loadBalancer: {mode: l2, addresses: [10.20.0.30-10.20.0.39]}

        """;
}
