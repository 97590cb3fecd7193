using System.Globalization;
using System.Text;

namespace Fairlead.Tests.Reports;

/// <summary>Estates of any size, with two findings for each cluster at least.</summary>
internal static class LargeEstate
{
    public static string Of(int segments, int clustersPerSegment)
    {
        var text = new StringBuilder("apiVersion: fairlead.dev/v1\nkind: Site\nname: large\nprofile: kubernetes-vsphere\nsegments:\n");
        for (var i = 0; i < segments; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: s{i}, prefix: 10.{i / 256}.{i % 256}.0/24, gateway: 10.{i / 256}.{i % 256}.1, dnsServers: [172.16.0.53], addressing: dhcp, dhcp: {{leaseTime: 8h, scopes: [{{range: 10.{i / 256}.{i % 256}.100-10.{i / 256}.{i % 256}.250}}]}}}}\n");
        text.Append("clusters:\n");
        for (var i = 0; i < segments; i++)
        {
            for (var j = 0; j < clustersPerSegment; j++)
                text.Append(CultureInfo.InvariantCulture, $"  - {{name: c{i}-{j}, segment: s{i}, controlPlane: {{ip: 10.{i / 256}.{i % 256}.{100 + j}, nodes: 1}}, nodePools: [{{name: default, nodes: 1}}]}}\n");
        }

        return text.ToString();
    }
}
