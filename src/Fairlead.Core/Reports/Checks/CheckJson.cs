using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>A report of live checks as one JSON object. Other programs read it: its names and shapes are a contract (<c>schemaVersion</c>).</summary>
public static class CheckJson
{
    internal const int SchemaVersion = 1;

    public static void Write(CheckReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportJson.Write(output, SchemaVersion, json =>
        {
            WriteVantage(json, report.Vantage);
            json.WriteObjects("sites", report.Sites, WriteSite);
            WriteSummary(json, report);
            json.WriteObjects("checks", report.Results, WriteResult);
        });
    }

    internal static void WriteVantage(Utf8JsonWriter json, Vantage vantage)
    {
        json.WriteStartObject("vantage");
        json.WriteString("host", vantage.Host);
        json.WriteOptional("interface", vantage.Interface);
        json.WriteOptional("mac", vantage.Mac);
        json.WriteStrings("addresses", vantage.Addresses.Select(address => address.ToString()));
        json.WriteOptional("segment", vantage.Segment);
        json.WriteBoolean("canSendRaw", vantage.CanSendRaw);
        json.WriteString("role", vantage.Role);
        json.WriteOptional("standInFor", vantage.StandInFor);
        json.WriteOptional("via", vantage.Via);
        json.WriteString("startedAt", Moment(vantage.StartedAt));
        json.WriteEndObject();
    }

    private static void WriteSite(Utf8JsonWriter json, CheckedSite site)
    {
        json.WriteString("name", site.Name);
        json.WriteString("profile", site.Profile);
        json.WriteObjects("vantages", site.Needs, static (json, need) =>
        {
            json.WriteString("role", need.Role);
            json.WriteOptional("segment", need.Segment);
        });
    }

    private static void WriteSummary(Utf8JsonWriter json, CheckReport report)
    {
        json.WriteStartObject("summary");
        foreach (var outcome in Enum.GetValues<CheckOutcome>())
            json.WriteNumber(outcome.Word(), report.Count(outcome));
        json.WriteNumber("open", report.Results.Count(result => result.IsOpen));
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteString("id", result.Check.Id);
        json.WriteString("rule", result.Check.Rule);
        json.WriteString("subject", result.Subject);
        json.WriteOptional("target", result.Target);
        json.WriteString("outcome", result.Outcome.Word());
        json.WriteOptional("verdict", result.Verdict?.Word());
        json.WriteString("reason", result.Reason);
        json.WriteString("message", result.Message);
        json.WriteOptional("hint", result.Hint);
        json.WriteString("help", result.Check.Help);
        json.WriteBoolean("required", result.IsRequired);
        json.WriteObjects("evidence", result.Evidence, static (json, seen) =>
        {
            json.WriteString("kind", seen.Kind);
            json.WriteString("text", seen.Text);
            if (seen.At is { } at)
                json.WriteString("at", Moment(at));
        });
        json.WriteNumber("durationMs", (long)result.Duration.TotalMilliseconds);
        if (result.Location is { } location)
            json.WriteLocation(location);
    }

    internal static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
