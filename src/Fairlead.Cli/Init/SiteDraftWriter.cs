using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Init;

/// <summary>A first site file as commented YAML, in the order of the format.</summary>
internal sealed class SiteDraftWriter
{
    private readonly StringBuilder _yaml = new();

    public static string Write(SiteDraft draft)
    {
        var writer = new SiteDraftWriter();
        writer.WriteHead(draft);
        writer.WriteInfrastructure(draft);
        writer.WriteSegments(draft);
        writer.WriteClusters(draft);
        writer.WriteLeftOut(draft);
        return writer._yaml.ToString();
    }

    private void WriteHead(SiteDraft draft)
    {
        Line(0, $"# {YamlScalar.Comment(draft.Origin)}");
        Line(0, "# Check it with 'fairlead plan FILE'. All fields: 'fairlead schema'; what a finding means: 'fairlead explain RULE'.");
        Line(0, "apiVersion: fairlead.dev/v1");
        Line(0, "kind: Site");
        Line(0, $"name: {YamlScalar.Of(draft.Name)}");
        Line(0, $"profile: {YamlScalar.Of(draft.Profile)}", "aks-arc-vmware, aks-azure-local or kubernetes-vsphere: whose rules are judged");
        if (draft.Region is null)
            Line(0, "# region: westeurope", "fills in the regional hosts of the endpoint list");
        else
            Line(0, $"region: {YamlScalar.Of(draft.Region)}");
    }

    private void WriteInfrastructure(SiteDraft draft)
    {
        Line(0, "");
        var hasVCenter = draft.VCenterHost is not null || draft.VCenterAddress is not null;
        if (!hasVCenter && draft.Hosts.Count + draft.NtpServers.Count == 0)
        {
            Line(0, "# infrastructure:", "addresses that no cluster may use");
            Line(0, "#   vcenter: {host: vcenter.example.com, address: 10.10.0.5}");
            Line(0, "#   hosts: [10.10.0.11-10.10.0.14]", "ESXi hosts");
            return;
        }

        Line(0, "infrastructure:");
        if (hasVCenter)
        {
            Line(1, "vcenter:");
            Value(2, "host", draft.VCenterHost);
            Value(2, "address", draft.VCenterAddress);
        }

        Values(1, "hosts", draft.Hosts);
        Values(1, "ntpServers", draft.NtpServers);
    }

    private void WriteSegments(SiteDraft draft)
    {
        if (draft.Segments.Count == 0)
            return;
        Line(0, "");
        Line(0, "segments:");
        foreach (var segment in draft.Segments)
            WriteSegment(segment, showsOtherFields: segment == draft.Segments[0]);
    }

    private void WriteSegment(SegmentDraft segment, bool showsOtherFields)
    {
        if (segment.Description is not null)
            Line(1, $"# {YamlScalar.Comment(segment.Description)}");
        Line(1, $"- name: {YamlScalar.Of(segment.Name.Text)}", segment.Name.From);
        if (segment.VsphereNetwork is null && showsOtherFields)
            Line(2, "# vsphereNetwork: DPG K8s/Prod", "the port group's own name, where it differs");
        Value(2, "vsphereNetwork", segment.VsphereNetwork);
        if (segment.Vlan is null && showsOtherFields)
            Line(2, "# vlan: 220");
        if (segment.Vlan is not null)
            Line(2, $"vlan: {segment.Vlan.Text}", segment.Vlan.From); // a number: never quoted
        OneOrMore(2, "prefix", segment.Prefixes);
        OneOrMore(2, "gateway", segment.Gateways);
        Values(2, "dnsServers", segment.DnsServers);
        Value(2, "addressing", segment.Addressing);
        if (segment.Addressing.Text == "dhcp")
            WriteDhcp(segment, showsOtherFields);
        if (segment.Reserved.Count > 0)
        {
            Line(2, "reserved:");
            foreach (var range in segment.Reserved)
                Line(3, $"- range: {YamlScalar.Of(range.Text)}", range.From);
        }
        else if (showsOtherFields)
        {
            Line(2, "# reserved:", "kept for something else: nothing is planned there");
            Line(2, "#   - {range: 10.20.0.2-10.20.0.9, for: switches}");
        }
    }

    private void WriteDhcp(SegmentDraft segment, bool showsOtherFields)
    {
        if (segment.Scopes.Count + segment.DhcpServers.Count == 0 && segment.LeaseTime is null)
        {
            Line(2, "# dhcp: {leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255}]}", "what the DHCP server hands out");
            return;
        }

        Line(2, "dhcp:");
        Values(3, "servers", segment.DhcpServers);
        if (segment.LeaseTime is null && showsOtherFields)
            Line(3, "# leaseTime: 8h", "as the DHCP server has it: leases that upgrades leave behind are counted with it");
        Value(3, "leaseTime", segment.LeaseTime);
        if (segment.Scopes.Count == 0)
            return;
        Line(3, "scopes:");
        foreach (var scope in segment.Scopes)
        {
            Line(4, $"- range: {YamlScalar.Of(scope.Text)}", scope.From);
            Values(5, "exclude", [.. segment.Excluded.Where(excluded => IpRange.Parse(scope.Text).Contains(IpRange.Parse(excluded.Text)))]);
        }
    }

    private void WriteClusters(SiteDraft draft)
    {
        Line(0, "");
        if (draft.Clusters.Count == 0)
        {
            Line(0, "# clusters:");
            Line(0, "#   - name: shop");
            Line(0, $"#     segment: {(draft.Segments.Count > 0 ? draft.Segments[0].Name.Text : "k8s-prod")}");
            Line(0, "#     controlPlane: {ip: auto, nodes: 3}");
            Line(0, "#     loadBalancer: {addresses: {auto: 16}}");
            return;
        }

        Line(0, "clusters:");
        foreach (var cluster in draft.Clusters)
            WriteCluster(cluster, showsOtherFields: cluster == draft.Clusters[0]);
    }

    private void WriteCluster(ClusterDraft cluster, bool showsOtherFields)
    {
        const string Auto = "the planner chooses a free address; 'fairlead plan --write' puts it here";
        Line(1, $"- name: {YamlScalar.Of(cluster.Name.Text)}", cluster.Name.From);
        Line(2, $"segment: {YamlScalar.Of(cluster.Segment.Name.Text)}");
        Line(2, "controlPlane:");
        if (cluster.ControlPlaneIps.Count == 0)
            Line(3, "ip: auto", Auto);
        else
            OneOrMore(3, "ip", cluster.ControlPlaneIps);
        if (showsOtherFields)
        {
            Line(3, "# nodes: 3", "default 1");
            Line(2, "# nodePools:");
            Line(2, "#   - {name: default, nodes: 3}");
        }

        if (cluster.LoadBalancer.Count > 0)
        {
            Line(2, "loadBalancer:");
            Values(3, "addresses", cluster.LoadBalancer);
        }
        else if (cluster.WantsLoadBalancer)
        {
            Line(2, "loadBalancer:");
            Line(3, "addresses: auto", "as many as services; {auto: 16} for a number of your own");
        }
        else if (showsOtherFields)
        {
            Line(2, "# loadBalancer: {addresses: [10.20.3.1-10.20.3.31]}", "outside every DHCP scope");
        }

        if (showsOtherFields)
            Line(2, "# services: 9", "services of type LoadBalancer expected");
    }

    private void WriteLeftOut(SiteDraft draft)
    {
        if (draft.LeftOut.Count == 0)
            return;
        Line(0, "");
        Line(0, "# Rows that were not understood; nothing of them stands above:");
        foreach (var row in draft.LeftOut)
        {
            Line(0, string.Create(CultureInfo.InvariantCulture, $"# row {row.Row}: {YamlScalar.Comment(row.Why)}"));
            Line(0, $"#   {YamlScalar.Comment(row.Cells)}");
        }
    }

    private void Value(int depth, string field, Drafted? value)
    {
        if (value is not null)
            Line(depth, $"{field}: {YamlScalar.Of(value.Text)}", value.From);
    }

    private void OneOrMore(int depth, string field, List<Drafted> values)
    {
        if (values.Count == 1)
            Value(depth, field, values[0]);
        else
            Values(depth, field, values);
    }

    private void Values(int depth, string field, List<Drafted> values)
    {
        if (values.Count == 0)
            return;
        Line(depth, $"{field}:");
        foreach (var value in values)
            Line(depth + 1, $"- {YamlScalar.Of(value.Text)}", value.From);
    }

    private void Line(int depth, string text, string? comment = null)
    {
        _yaml.Append(' ', depth * 2).Append(text);
        if (comment is not null)
            _yaml.Append("  # ").Append(YamlScalar.Comment(comment));
        _yaml.Append('\n');
    }
}
