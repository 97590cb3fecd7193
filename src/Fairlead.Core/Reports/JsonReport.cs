using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>The plan as one JSON object. Other programs read it: its names and shapes are a contract (<c>schemaVersion</c>).</summary>
public static class JsonReport
{
    private const int SchemaVersion = 1;

    public static void Write(Plan plan, Stream output) => Write(plan, comparison: null, output);

    /// <param name="comparison">What changed since another plan; adds the member <c>comparison</c>.</param>
    public static void Write(Plan plan, PlanComparison? comparison, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ReportJson.Write(output, SchemaVersion, json =>
        {
            WriteSites(json, plan);
            WriteSummary(json, plan);
            json.WriteObjects("diagnostics", plan.Diagnostics, WriteDiagnostic);
            json.WriteObjects("capacity", plan.Capacity, WriteCapacity);
            json.WriteObjects("addresses", plan.ExclusiveAddresses, WriteAddress);
            WriteTotals(json, plan);
            if (!plan.Observed.IsEmpty)
                ObservedJson.Write(json, plan);
            if (comparison is not null)
                WriteComparison(json, comparison);
        });
    }

    /// <summary>What is wrong with the sites, without the address plan and the capacity.</summary>
    public static void WriteFindings(Plan plan, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var json = new Utf8JsonWriter(output, ReportJson.Layout);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        WriteSites(json, plan);
        WriteSummary(json, plan);
        json.WriteObjects("diagnostics", plan.Diagnostics, WriteDiagnostic);
        json.WriteEndObject();
    }

    private static void WriteComparison(Utf8JsonWriter json, PlanComparison comparison)
    {
        json.WriteStartObject("comparison");
        json.WriteObjects("appeared", comparison.Appeared, WriteDiagnostic);
        json.WriteObjects("gone", comparison.Gone, WriteDiagnostic);
        json.WriteObjects("capacity", comparison.Capacity, static (json, change) =>
        {
            json.WriteString("segment", change.Segment);
            WriteOptional(json, "before", change.Before, WriteCapacity);
            WriteOptional(json, "after", change.After, WriteCapacity);
        });
        json.WriteObjects("addresses", comparison.Addresses, static (json, change) =>
        {
            json.WriteString("owner", change.Owner);
            json.WriteString("kind", change.Kind);
            json.WriteString("before", change.Before.IsEmpty ? null : change.Before.ToString());
            json.WriteString("after", change.After.IsEmpty ? null : change.After.ToString());
        });
        json.WriteEndObject();
    }

    private static void WriteOptional<T>(Utf8JsonWriter json, string name, T? item, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (item is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        write(json, item);
        json.WriteEndObject();
    }

    private static void WriteSites(Utf8JsonWriter json, Plan plan) => json.WriteObjects("sites", plan.Estate.Sites, static (json, site) =>
    {
        json.WriteString("name", site.Name);
        json.WriteString("profile", site.Profile.Name);
        json.WriteString("addressSpace", site.AddressSpace);
    });

    private static void WriteSummary(Utf8JsonWriter json, Plan plan)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("errors", plan.Count(Severity.Error));
        json.WriteNumber("warnings", plan.Count(Severity.Warning));
        json.WriteNumber("infos", plan.Count(Severity.Info));
        json.WriteNumber("overridden", plan.Overridden);
        json.WriteEndObject();
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("rule", diagnostic.Rule.Id);
        json.WriteString("name", diagnostic.Rule.Name);
        json.WriteString("severity", diagnostic.Severity.Word());
        json.WriteString("site", diagnostic.Site);
        json.WriteString("subject", diagnostic.Subject.ToString());
        json.WriteString("message", diagnostic.Message);
        json.WriteString("hint", diagnostic.Hint);
        json.WriteString("help", diagnostic.Rule.Help);
        json.WriteString("overlap", diagnostic.Overlap?.ToString());
        json.WriteLocation(diagnostic.Location);
        json.WriteObjects("related", diagnostic.Related, static (json, related) =>
        {
            json.WriteString("subject", related.Subject.ToString());
            json.WriteString("range", related.Range.ToString());
            json.WriteLocation(related.Location);
        });
        json.WriteNumber("consequences", diagnostic.Consequences);
        json.WriteBoolean("overridden", diagnostic.IsOverridden);
    }

    private static void WriteCapacity(Utf8JsonWriter json, SegmentCapacity row)
    {
        json.WriteString("segment", row.Segment.ToString());
        json.WriteString("kind", row.Segment.Spec.Addressing.Value == Sites.Spec.AddressingMode.Dhcp ? "dhcp" : "static");
        WriteWide(json, "available", row.Available);
        json.WriteNumber("steady", row.Steady);
        json.WriteNumber("peak", row.Peak);
        json.WriteNumber("staleLeases", row.StaleLeases);
        json.WriteNumber("documentedMinimum", row.DocumentedMinimum);
        WriteWide(json, "headroom", row.Headroom);
        json.WriteObjects("breakdown", row.Breakdown, static (json, need) =>
        {
            json.WriteString("cluster", need.Cluster.ToString());
            json.WriteNumber("controlPlaneNodes", need.ControlPlaneNodes);
            json.WriteNumber("workers", need.Workers);
            json.WriteNumber("workersMax", need.WorkersMax);
            json.WriteNumber("loadBalancerVMs", need.LoadBalancerVMs);
            json.WriteNumber("upgradeSpare", need.UpgradeSpare);
            json.WriteNumber("staleLeases", need.StaleLeases);
        });
    }

    private static void WriteAddress(Utf8JsonWriter json, Claim claim)
    {
        json.WriteString("range", claim.Range.ToString());
        json.WriteString("kind", claim.Kind.NameOf());
        json.WriteString("owner", claim.Owner.ToString());
        json.WriteBoolean("chosen", claim.IsChosen);
    }

    private static void WriteTotals(Utf8JsonWriter json, Plan plan)
    {
        var (required, planned) = plan.ControlPlaneIps;
        json.WriteStartObject("controlPlaneIPs");
        json.WriteNumber("required", required);
        json.WriteNumber("planned", planned);
        json.WriteEndObject();
        var (services, addresses) = plan.LoadBalancerIps;
        json.WriteStartObject("loadBalancerIPs");
        json.WriteNumber("services", services);
        WriteWide(json, "addresses", addresses);
        json.WriteEndObject();
    }

    /// <summary>IPv6 counts exceed what a JSON writer takes for a number; JSON itself knows no limit.</summary>
    private static void WriteWide<T>(Utf8JsonWriter json, string name, T value)
        where T : IFormattable
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));
    }
}
