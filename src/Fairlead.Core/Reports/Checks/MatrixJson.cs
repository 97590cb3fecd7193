using System.Text.Json;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Merging;

namespace Fairlead.Core.Reports.Checks;

/// <summary>A matrix as one JSON object: its names and shapes are a contract (<c>schemaVersion</c>).</summary>
public static class MatrixJson
{
    private const int SchemaVersion = 1;

    public static void Write(CheckMatrix matrix, Stream output)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ReportJson.Write(output, SchemaVersion, json =>
        {
            WriteSummary(json, matrix);
            json.WriteObjects("vantages", matrix.Vantages, WriteVantage);
            json.WriteObjects("replaced", matrix.Replaced, static (json, replaced) =>
            {
                json.WriteString("file", replaced.Old.File);
                json.WriteString("by", replaced.By.File);
            });
            json.WriteObjects("missing", matrix.Missing, static (json, missing) =>
            {
                json.WriteString("site", missing.Site);
                json.WriteString("role", missing.Need.Role);
                json.WriteOptional("segment", missing.Need.Segment);
            });
            json.WriteObjects("targets", matrix.Targets, WriteTarget);
        });
    }

    private static void WriteSummary(Utf8JsonWriter json, CheckMatrix matrix)
    {
        json.WriteStartObject("summary");
        foreach (var outcome in Enum.GetValues<CheckOutcome>())
            json.WriteNumber(outcome.Word(), matrix.Results.Count(result => result.Outcome == outcome));
        json.WriteNumber("open", matrix.Results.Count(result => result.IsOpen));
        json.WriteNumber("missing", matrix.Missing.Count);
        json.WriteEndObject();
    }

    private static void WriteVantage(Utf8JsonWriter json, MatrixSource source)
    {
        var vantage = source.Report.Vantage;
        json.WriteString("file", source.File);
        json.WriteString("host", vantage.Host);
        json.WriteString("role", vantage.Role);
        json.WriteOptional("segment", vantage.Segment);
        json.WriteOptional("standInFor", vantage.StandInFor);
        json.WriteOptional("via", vantage.Via);
        json.WriteStrings("addresses", vantage.Addresses.Select(address => address.ToString()));
        json.WriteString("startedAt", CheckJson.Moment(vantage.StartedAt));
        json.WriteNumber("failed", source.Report.Count(CheckOutcome.Failed));
        json.WriteNumber("open", source.Report.Results.Count(result => result.IsOpen));
    }

    private static void WriteTarget(Utf8JsonWriter json, MatrixTarget target)
    {
        json.WriteString("kind", Word(target.Column.Kind));
        json.WriteString("target", target.Column.Name);
        json.WriteBoolean("disagrees", target.Disagrees);
        var asked = target.Cells.Select((cell, vantage) => (cell, vantage)).Where(each => each.cell is not null);
        json.WriteObjects("cells", asked, static (json, each) =>
        {
            json.WriteNumber("vantage", each.vantage);
            json.WriteString("id", each.cell!.Check.Id);
            json.WriteString("subject", each.cell.Subject);
            json.WriteString("outcome", each.cell.Outcome.Word());
            json.WriteString("reason", each.cell.Reason);
            json.WriteString("message", each.cell.Message);
        });
    }

    private static string Word(MatrixKind kind) => kind switch
    {
        MatrixKind.Port => "port",
        MatrixKind.Endpoint => "endpoint",
        MatrixKind.Dns => "dns",
        MatrixKind.PacketSize => "packet-size",
        _ => "clock",
    };
}
