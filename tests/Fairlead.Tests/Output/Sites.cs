namespace Fairlead.Tests.Output;

/// <summary>Site files for reports.</summary>
internal static class Sites
{
    public const string Healthy = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        region: westeurope
        infrastructure:
          vcenter: {host: vcenter.contoso.com, address: 10.10.0.5}
          hosts: [10.10.0.11-10.10.0.14]
          other:
            - {range: 10.10.0.64/28, for: backup appliances}
        resourceBridge:
          version: 1.2.0
          prefix: 10.10.0.0/24
          gateway: 10.10.0.1
          controlPlaneIP: 10.10.0.20
          nodeIPs: 10.10.0.21-10.10.0.22
        segments:
          - name: k8s-prod
            vlan: 220
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            dnsServers: [10.10.0.53, 10.10.0.54]
            addressing: dhcp
            dhcp:
              servers: [10.10.0.67]
              leaseTime: 8h
              scopes:
                - range: 10.20.1.0-10.20.2.255
                  exclude: [10.20.1.50-10.20.1.59]
              otherLeases: 12
            reserved:
              - {range: 10.20.0.2-10.20.0.9, for: switches}
        clusters:
          - name: shop
            segment: k8s-prod
            controlPlane: {ip: 10.20.0.20, nodes: 3}
            nodePools:
              - {name: default, nodes: 3}
              - {name: batch, nodes: 2, autoscale: {min: 2, max: 6}}
            loadBalancer: {addresses: [10.20.3.1-10.20.3.31, 10.20.3.40-10.20.3.49]}
            services: 9
          - name: bank
            segment: k8s-prod
            controlPlane: {ip: auto, nodes: 3}
            nodePools: [{name: default, nodes: 2}]
            loadBalancer: {addresses: auto}
            services: 4
        """;

    /// <summary>Errors, warnings and infos; with and without a pair, a consequence, an override; a fault of the input.</summary>
    public const string Broken = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        region: westeurope
        infrastructure:
          vcenter: {host: vcenter.contoso.local, address: 10.10.0.5}
          other:
            - {range: 10.20.3.8-10.20.3.15, for: backup appliances}
        resourceBridge:
          version: 1.2.0
          prefix: 10.10.0.0/24
          gateway: 10.10.0.1
          controlPlaneIP: 10.10.0.20
          nodeIPs: 10.10.0.20-10.10.0.21
        segments:
          - name: k8s-prod
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            dnsServers: [10.10.0.53, 10.20.1.7]
            addressing: dhcp
            dhcp:
              leaseTime: 8h
              scopes:
                - range: 10.20.1.0-10.20.1.31
          - name: k8s-test
            prefix: 10.20.2.0/23
            gateway: 10.20.2.1
            addresing: dhcp
            addressing: dhcp
        clusters:
          - name: shop
            segment: k8s-prod
            controlPlane: {ip: 10.20.1.20, nodes: 3}
            nodePools:
              - {name: default, nodes: 6, autoscale: {min: 2, max: 12}}
            loadBalancer: {addresses: [10.20.3.0-10.20.3.31]}
            services: 40
          - name: bank
            segment: k8s-prod
            controlPlane: {ip: 10.20.0.30, nodes: 1}
            nodePools: [{name: default, nodes: 2}]
        overrides:
          - {rule: FL4005, subject: madrid/clusters/shop/loadBalancer, reason: services share one address by port}
        """;

    public const string DualStack = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: porto
        profile: kubernetes-vsphere
        segments:
          - name: dual
            prefix: [10.30.0.0/24, "2001:db8:30::/64"]
            gateway: [10.30.0.1, "fe80::1"]
            dnsServers: [10.30.0.2, "2001:db8:30::53"]
            addressing: dhcp
            dhcp:
              leaseTime: 1h
              scopes:
                - range: 10.30.0.100-10.30.0.199
                - range: 2001:db8:30::1000-2001:db8:30::1fff
          - name: six
            prefix: "2001:db8:31::/64"
            gateway: "2001:db8:31::1"
            dnsServers: ["2001:db8:30::53"]
            addressing: static
            pool: "2001:db8:31:0:1::/80"
        clusters:
          - name: a
            segment: dual
            controlPlane: {ip: [10.30.0.10, "2001:db8:30::10"], nodes: 3}
            nodePools: [{name: w, nodes: 3}]
            loadBalancer: {addresses: [10.30.0.20-10.30.0.29, "2001:db8:30::2000-2001:db8:30::20ff"]}
            services: 5
            podCIDR: [10.244.0.0/16, "fd00:1::/48"]
            serviceCIDR: [10.96.0.0/16, "fd00:2::/112"]
          - name: b
            segment: six
            controlPlane: {ip: "2001:db8:31::10", nodes: 3}
            nodePools: [{name: w, nodes: 3}]
            podCIDR: "fd00:3::/48"
            serviceCIDR: "fd00:4::/112"
        """;
}
