using System.Text.Json;
using Fairlead.Core.Claims;
using Fairlead.Core.Reports.Checks;
using Fairlead.Core.Sweeps;

namespace Fairlead.Core.Reports.Sweeps;

/// <summary>A sweep as one JSON object. Other programs read it: its names and shapes are a contract (<c>schemaVersion</c>).</summary>
public static class SweepJson
{
    private const int SchemaVersion = 1;

    public static void Write(SweepReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportJson.Write(output, SchemaVersion, json =>
        {
            CheckJson.WriteVantage(json, report.Vantage);
            json.WriteString("segment", report.Segment);
            json.WriteStrings("asked", report.Asked.Select(range => range.ToString()));
            json.WriteNumber("frames", report.Frames);
            json.WriteNumber("durationMs", (long)report.Duration.TotalMilliseconds);
            json.WriteOptional("fault", report.Fault);
            json.WriteStartObject("summary");
            json.WriteNumber("addresses", (long)report.Addresses);
            json.WriteNumber("hosts", report.Count(SweptAs.Host));
            json.WriteNumber("duplicates", report.Count(SweptAs.Duplicate));
            json.WriteNumber("proxied", report.Count(SweptAs.Proxy));
            json.WriteEndObject();
            json.WriteObjects("hosts", report.Hosts, WriteHost);
        });
    }

    private static void WriteHost(Utf8JsonWriter json, SweptHost host)
    {
        json.WriteString("address", host.Address.ToString());
        json.WriteString("answer", host.As.Word());
        json.WriteObjects("macs", host.Macs, static (json, mac) =>
        {
            json.WriteString("mac", mac.Mac.ToString());
            json.WriteOptional("vendor", mac.Vendor);
            json.WriteNumber("addresses", mac.Addresses);
        });
        json.WriteStrings("names", host.Names);
        json.WriteObjects("claims", host.Claims, static (json, claim) =>
        {
            json.WriteString("kind", claim.Kind.NameOf());
            json.WriteString("subject", claim.Subject.ToString());
            json.WriteString("owner", claim.Owner.ToString());
        });
    }
}
