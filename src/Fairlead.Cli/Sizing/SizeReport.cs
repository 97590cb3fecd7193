using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Reports;

namespace Fairlead.Cli.Sizing;

/// <summary>The answer of <c>fairlead size</c>: the profiles side by side, and what each vendor's own figure leaves out.</summary>
internal static class SizeReport
{
    private const int SchemaVersion = 1;

    private static readonly (string Label, Func<SizePlan, string> Value)[] Rows =
    [
        ("the page's own count", plan => Number(plan.Need.DocumentedMinimum)),
        ("steady", plan => Number(plan.Need.Steady)),
        ("scaled out", plan => Number(plan.Need.AtMost)),
        ("upgrade spare", plan => Number(plan.Need.Spare)),
        ("stale leases", plan => Number(plan.Need.StaleLeases)),
        ("peak", plan => Number(plan.Need.Peak)),
        ("scope or pool, with headroom", plan => Number(plan.ScopeSize)),
        ("control plane IPs outside it", plan => Number(plan.ControlPlaneIps)),
        ("load balancer addresses", plan => Number(plan.LoadBalancerIps)),
        ("smallest prefix", plan => $"/{plan.Prefix.Length}"),
        ("", _ => ""),
        ("for example", plan => plan.Prefix.ToString()),
        ("gateway", plan => plan.Gateway.ToString()),
        ("control plane IPs", plan => plan.ControlPlaneRange?.ToString() ?? "from the pool"),
        ("load balancer", plan => plan.LoadBalancerRange?.ToString() ?? "none"),
        ("scope or pool", plan => plan.Scope.ToString()),
    ];

    private static readonly string[] LeftOut =
    [
        "aks-arc-vmware: the page counts one address per worker node; it leaves out control plane nodes, HAProxy VMs, the upgrade spare and stale leases.",
        "aks-azure-local: nodes, one spare and one control plane IP per cluster, all from the pool; its table leaves out control plane nodes, its worked example counts them; a static pool has no stale leases.",
        "kubernetes-vsphere: Cluster API adds one machine for the control plane and one per pool during an upgrade (maxSurge 1); a larger maxSurge is 'upgrade.spare'.",
    ];

    public static string Text(IReadOnlyList<SizePlan> plans, int clusters, bool knowsLeaseTime)
    {
        var text = new StringBuilder();
        var label = Rows.Max(row => row.Label.Length);
        var widths = plans.Select(plan => Rows.Select(row => row.Value(plan).Length).Append(plan.Profile.Name.Length).Max()).ToList();
        text.Append(CultureInfo.InvariantCulture, $"Addresses on one segment for {clusters} {(clusters == 1 ? "cluster" : "clusters")}\n\n");
        text.Append("".PadRight(label)).AppendJoin("", plans.Select((plan, i) => "   " + plan.Profile.Name.PadLeft(widths[i]))).Append('\n');
        foreach (var row in Rows)
            text.Append((row.Label.PadRight(label) + string.Concat(plans.Select((plan, i) => "   " + row.Value(plan).PadLeft(widths[i])))).TrimEnd()).Append('\n');
        text.Append("\nWhat each vendor's figure leaves out\n");
        foreach (var line in LeftOut)
            text.Append("  ").Append(line).Append('\n');
        if (!knowsLeaseTime)
            text.Append("No lease time given: stale leases during upgrades are not counted (--lease-time 8h).\n");
        return text.ToString();
    }

    public static void WriteJson(IReadOnlyList<SizePlan> plans, Stream output)
    {
        using var json = new Utf8JsonWriter(output, ReportJson.Layout);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteObjects("profiles", plans, static (json, plan) =>
        {
            json.WriteString("profile", plan.Profile.Name);
            json.WriteNumber("documentedMinimum", plan.Need.DocumentedMinimum);
            json.WriteNumber("steady", plan.Need.Steady);
            json.WriteNumber("upgradeSpare", plan.Need.Spare);
            json.WriteNumber("staleLeases", plan.Need.StaleLeases);
            json.WriteNumber("peak", plan.Need.Peak);
            json.WriteNumber("scopeSize", plan.ScopeSize);
            json.WriteNumber("controlPlaneIPs", plan.ControlPlaneIps);
            json.WriteNumber("loadBalancerIPs", plan.LoadBalancerIps);
            json.WriteString("prefix", plan.Prefix.ToString());
            json.WriteString("gateway", plan.Gateway.ToString());
            json.WriteString("controlPlane", plan.ControlPlaneRange?.ToString());
            json.WriteString("loadBalancer", plan.LoadBalancerRange?.ToString());
            json.WriteString("scope", plan.Scope.ToString());
        });
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
