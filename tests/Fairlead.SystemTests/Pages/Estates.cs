using System.Globalization;
using System.Text;

namespace Fairlead.SystemTests.Pages;

/// <summary>Sites that tests of pages look at.</summary>
internal static class Estates
{
    /// <summary>Free are .2 to .19, .21 to .29, .40 to .52, .54 to .99 and .200 to .254.</summary>
    public const string Madrid = SampleSites.Madrid + SampleSites.Shop;

    /// <summary>A cluster's control plane IP lies in a DHCP scope (FL2003).</summary>
    public const string Lisbon =
        """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lisbon
        profile: kubernetes-vsphere
        segments:
          - name: k8s
            prefix: 10.30.0.0/24
            gateway: 10.30.0.1
            dnsServers: [10.30.0.53]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.30.0.100-10.30.0.199}]}
        clusters:
          - name: till
            segment: k8s
            controlPlane: {ip: 10.30.0.120, nodes: 3}
            nodePools: [{name: default, nodes: 3}]
            services: 0

        """;

    /// <summary>A segment of a /16 with so many claims, each of one address.</summary>
    public static string Crowded(int claims)
    {
        var text = new StringBuilder(
            """
            apiVersion: fairlead.dev/v1
            kind: Site
            name: crowded
            profile: kubernetes-vsphere
            segments:
              - name: k8s
                prefix: 10.20.0.0/16
                gateway: 10.20.0.1
                dnsServers: [10.20.0.53]
                addressing: static
                pool: 10.20.250.0-10.20.255.0
                reserved:

            """);
        for (var i = 0; i < claims; i++)
        {
            var at = 256 + (i * 3);
            text.Append(CultureInfo.InvariantCulture, $"      - {{range: 10.20.{at / 256}.{at % 256}, for: host {i}}}\n");
        }

        return text.ToString();
    }
}
