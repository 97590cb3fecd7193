using System.Globalization;
using System.Text;

namespace Fairlead.Bench.Estates;

/// <summary>A generated site: three in five follow kubernetes-vsphere, the others one AKS profile each.</summary>
public sealed record SiteTraits(int Number)
{
    public const string Vanilla = "kubernetes-vsphere";
    public const string ArcOnVmware = "aks-arc-vmware";
    public const string AzureLocal = "aks-azure-local";

    private static readonly string[] Cities = ["madrid", "porto", "lyon", "genoa", "malmo", "gdansk", "bergen", "cork", "leeds", "ghent"];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Cities[Number % Cities.Length]}-{Number / Cities.Length + 1:00}");

    public string Profile => (Number % 5) switch { 3 => ArcOnVmware, 4 => AzureLocal, _ => Vanilla };

    public bool IsVanilla => Profile == Vanilla;

    public bool IsStatic => Profile == AzureLocal;

    public static bool IsDualStack(SegmentPlan segment) => segment.Number % 20 == 7;

    public static string NameOf(SegmentPlan segment) => string.Create(CultureInfo.InvariantCulture, $"k8s-{segment.Number:0000}");

    /// <summary>A /24 of infrastructure and one of the resource bridge.</summary>
    private string Infrastructure => string.Create(CultureInfo.InvariantCulture, $"10.{Number / 256}.{Number % 256}");

    private string Bridge => string.Create(CultureInfo.InvariantCulture, $"10.{64 + (Number / 256)}.{Number % 256}");

    public void WriteHead(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""
            # The network team owns this file; ask in #net before you change a prefix.
            apiVersion: fairlead.dev/v1
            kind: Site
            name: {{Name}}
            profile: {{Profile}}
            region: westeurope

            infrastructure:
              vcenter: {host: vcenter.{{Name}}.contoso.com, address: {{Infrastructure}}.5}
              hosts: [{{Infrastructure}}.11-{{Infrastructure}}.42]
              ntpServers: [{{Infrastructure}}.2, {{Infrastructure}}.3]
              other:
                - {range: {{Infrastructure}}.96/28, for: backup appliances}

            """);
        if (!IsVanilla)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                resourceBridge:
                  {(Profile == ArcOnVmware ? "version: 1.2.0" : "# the platform updates it")}
                  prefix: {Bridge}.0/24
                  gateway: {Bridge}.1
                  controlPlaneIP: {Bridge}.20
                  nodeIPs: {Bridge}.21-{Bridge}.22

                """);
        }
        else if (Number % 2 == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                proxy:
                  http: http://proxy.{Name}.contoso.com:3128
                  https: http://proxy.{Name}.contoso.com:3128
                  noProxy: [localhost, 127.0.0.1, .svc, .contoso.com, 10.0.0.0/8, 172.16.0.0/12, "2001:db8::/32", "fd00::/8"]

                """);
        }
    }

    public void WriteSegment(StringBuilder text, SegmentPlan segment, bool isMistaken)
    {
        var isDual = IsDualStack(segment) && IsVanilla;
        text.Append(CultureInfo.InvariantCulture, $"""
              - name: {NameOf(segment)}
                vsphereNetwork: DPG K8s/{segment.Number:0000}
                vlan: {100 + (segment.Number % 3900)}
                prefix: {(isDual ? $"[{segment.Prefix}, \"{segment.PrefixV6}\"]" : segment.Prefix)}
                gateway: {(isDual ? $"[{segment.Gateway}, \"fe80::1\"]" : segment.Gateway.ToString())}
                dnsServers: [{Infrastructure}.53, {Infrastructure}.54]

            """);
        if (IsStatic)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                    addressing: static
                    pool: {segment.Nodes}

                """);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                    addressing: dhcp
                    dhcp:
                      servers: [{Infrastructure}.67]
                      leaseTime: 8h
                      scopes:
                        - range: {segment.Nodes}{(segment.Number % 3 == 0 ? $"\n          exclude: [{segment.Exclusion}]" : "")}

                """);
        }

        text.Append(CultureInfo.InvariantCulture, $$"""
                reserved:
                  - {range: {{(isMistaken ? segment.NodesFrom(0, 40) : segment.Switches)}}, for: switches}
                concurrentUpgrades: 2

            """);
    }
}
