using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Checks;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Reports.Checks;

/// <summary>
/// The answers that are not as planned in SARIF 2.1.0, at the line of the site file that they are about. What stayed open is a result of the
/// kind <c>open</c>, which has no level (section 3.27.9); passes are left out, since code scanning shows what needs a look.
/// </summary>
public static class CheckSarif
{
    private static readonly Dictionary<string, int> Indexes = CheckCatalog.All.Select((check, index) => (check.Rule, index)).ToDictionary(pair => pair.Rule, pair => pair.index);

    /// <param name="sources">The site files by name, for showing a line.</param>
    public static void Write(CheckReport report, IReadOnlyDictionary<string, SourceFile> sources, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        SarifReport.WriteLog(output, json => WriteRun(json, report, sources));
    }

    private static void WriteRun(Utf8JsonWriter json, CheckReport report, IReadOnlyDictionary<string, SourceFile> sources)
    {
        SarifReport.WriteTool(json, CheckCatalog.All, WriteRule);
        // Runs from several places are several analyses: GitHub tells them apart by this.
        json.WriteStartObject("automationDetails");
        json.WriteString("id", $"fairlead-check/{report.Vantage.Segment ?? "no-segment"}/{report.Vantage.Host}/{report.Vantage.Role}/");
        json.WriteEndObject();
        json.WriteObjects("invocations", [report.Vantage], static (json, vantage) =>
        {
            json.WriteBoolean("executionSuccessful", true);
            json.WriteString("startTimeUtc", CheckJson.Moment(vantage.StartedAt));
            json.WriteString("machine", vantage.Host);
        });
        SarifReport.WriteBase(json);
        json.WriteString("columnKind", "utf16CodeUnits");
        var places = new SarifPlaces(json, sources);
        var seen = new Dictionary<string, int>();
        json.WriteObjects("results", report.Results.Where(result => result.Outcome != CheckOutcome.Passed), (_, result) => WriteResult(json, result, places, Fingerprint(result, seen)));
        json.WriteStartObject("properties");
        json.WriteStartObject("vantage");
        foreach (var (name, value) in VantageFacts.Of(report.Vantage))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, CheckInfo check)
    {
        var text = CheckText.Of(check);
        json.WriteString("id", check.Rule);
        json.WriteString("name", check.Id);
        SarifReport.WriteText(json, "shortDescription", check.Summary);
        SarifReport.WriteText(json, "fullDescription", SarifReport.Unwrapped(text.Why));
        SarifReport.WriteHelp(json, check.Help, $"{text.Why}\n\nHow to mend it: {text.Mend}\n\nSource:\n{text.Source}", RulePage.Render(check));
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", "error");
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, CheckResult result, SarifPlaces places, string fingerprint)
    {
        var (kind, level) = result.Outcome switch
        {
            CheckOutcome.Failed => ("fail", "error"),
            CheckOutcome.Warning => ("fail", "warning"),
            _ => (result.IsRequired ? "open" : "notApplicable", "none"),
        };
        json.WriteString("ruleId", result.Check.Rule);
        json.WriteNumber("ruleIndex", Indexes[result.Check.Rule]);
        json.WriteString("kind", kind);
        json.WriteString("level", level);
        SarifReport.WriteText(json, "message", Message(result));
        json.WriteObjects("locations", [result], (_, each) => places.Write(each.Location, each.Subject));
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("outcome", result.Outcome.Word());
        json.WriteString("reason", result.Reason);
        json.WriteOptional("verdict", result.Verdict?.Word());
        json.WriteOptional("target", result.Target);
        json.WriteStrings("evidence", result.Evidence.Select(seen => $"{seen.Kind}: {seen.Text}"));
        json.WriteEndObject();
    }

    private static string Message(CheckResult result)
    {
        var text = $"{CheckPhrases.Thing(result)}: {result.Message} ({result.Reason}){(result.Hint is null ? "" : $" Hint: {result.Hint}")}";
        // What the network said must not turn into a link.
        return text.Replace("](", "\\](", StringComparison.Ordinal);
    }

    private static string Fingerprint(CheckResult result, Dictionary<string, int> seen)
    {
        var identity = string.Join('\n', [result.Check.Rule, result.Subject, result.Target ?? ""]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));
        var times = seen[hash] = seen.GetValueOrDefault(hash) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{hash}:{times}");
    }
}
