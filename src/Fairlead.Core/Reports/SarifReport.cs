using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Reports;

/// <summary>The findings in SARIF 2.1.0, for code scanning: GitHub, Azure DevOps, editors. It says nothing of capacity.</summary>
public static class SarifReport
{
    private const string Home = "https://fairlead.dev";

    private static readonly Dictionary<string, int> RuleIndexes =
        RuleCatalog.All.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);

    public static void Write(Plan plan, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        WriteLog(output, json => WriteRun(json, plan));
    }

    /// <summary>A log of one run.</summary>
    internal static void WriteLog(Stream output, Action<Utf8JsonWriter> writeRun)
    {
        using var json = new Utf8JsonWriter(output, ReportJson.Layout);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteObjects("runs", [writeRun], static (json, write) => write(json));
        json.WriteEndObject();
    }

    internal static void WriteTool<T>(Utf8JsonWriter json, IEnumerable<T> rules, Action<Utf8JsonWriter, T> writeRule)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "fairlead");
        json.WriteString("version", Version());
        json.WriteString("semanticVersion", Version());
        json.WriteString("informationUri", Home);
        json.WriteObjects("rules", rules, writeRule);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, Plan plan)
    {
        WriteTool(json, RuleCatalog.All, WriteRule);
        WriteBase(json);
        json.WriteString("columnKind", "utf16CodeUnits");
        var places = new SarifPlaces(json, plan.Sources);
        var seen = new Dictionary<string, int>();
        json.WriteObjects("results", plan.Diagnostics, (_, finding) => WriteResult(json, finding, places, Fingerprint(finding, seen)));
    }

    /// <summary>No build metadata: two builds of one version write the same report.</summary>
    private static string Version() =>
        typeof(SarifReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The base has no address of its own: whoever reads the report knows where the repository lies.</summary>
    internal static void WriteBase(Utf8JsonWriter json)
    {
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(SarifPlaces.Base);
        WriteText(json, "description", "The folder that fairlead ran in; for code scanning, the root of the repository.");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleInfo rule)
    {
        var text = RuleText.Of(rule);
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Name);
        WriteText(json, "shortDescription", rule.Summary);
        WriteText(json, "fullDescription", Unwrapped(text.Why));
        WriteHelp(json, rule.Help, $"{text.Why}\n\nHow to mend it: {text.Mend}\n\nSource:\n{text.Source}", RulePage.Render(rule));
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(Highest(rule.Severities)));
        json.WriteEndObject();
    }

    /// <param name="page">Where the page stands in the repository.</param>
    internal static void WriteHelp(Utf8JsonWriter json, string page, string text, string markdown)
    {
        json.WriteString("helpUri", $"{Home}/{page}");
        json.WriteStartObject("help");
        json.WriteString("text", text);
        json.WriteString("markdown", markdown);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic finding, SarifPlaces places, string fingerprint)
    {
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", RuleIndexes[finding.Rule.Id]);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", Message(finding));
        json.WriteObjects("locations", [finding], (_, each) => places.Write(each.Location, each.Subject));
        json.WriteObjects("relatedLocations", finding.Related.Index(), (_, related) =>
        {
            json.WriteNumber("id", related.Index + 1);
            WriteText(json, "message", $"{related.Item.Subject} claims {related.Item.Range}");
            places.Write(related.Item.Location, related.Item.Subject);
        });
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", fingerprint);
        json.WriteEndObject();
        // Present on every result or on none: an empty list says that the finding is not suppressed.
        json.WriteObjects("suppressions", finding.AcceptedBecause is { } reason ? [reason] : Array.Empty<string>(), static (json, reason) =>
        {
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", reason);
        });
        WriteProperties(json, finding);
    }

    private static void WriteProperties(Utf8JsonWriter json, Diagnostic finding)
    {
        json.WriteStartObject("properties");
        if (finding.Site is not null)
            json.WriteString("site", finding.Site);
        if (finding.Overlap is not null)
            json.WriteString("overlap", finding.Overlap.ToString());
        json.WriteNumber("consequences", finding.Consequences);
        json.WriteEndObject();
    }

    /// <summary>Other parties are links to the related locations of those numbers; GitHub shows no related location that is not linked.</summary>
    private static string Message(Diagnostic finding)
    {
        // What a user wrote must not turn into a link.
        var text = $"{finding.Message} Hint: {finding.Hint}".Replace("](", "\\](", StringComparison.Ordinal);
        if (finding.Related.Count == 0)
            return text;
        return $"{text}\nSee {string.Join(", ", finding.Related.Select((related, index) => string.Create(CultureInfo.InvariantCulture, $"[{LinkText(related.Subject)}]({index + 1})")))}.";
    }

    private static string LinkText(Subject subject) =>
        subject.ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    /// <summary>
    /// What the finding is about and not where it stands, so that it keeps its identity when lines move. The name of the field is GitHub's,
    /// which reads no other; without it GitHub hashes the text around the line, which any edit there changes.
    /// </summary>
    private static string Fingerprint(Diagnostic finding, Dictionary<string, int> seen)
    {
        var identity = string.Join('\n', [finding.Rule.Id, finding.Subject.ToString(), finding.Overlap?.ToString() ?? "", .. finding.Related.Select(related => related.Subject.ToString())]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));
        var times = seen[hash] = seen.GetValueOrDefault(hash) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{hash}:{times}");
    }

    private static string Level(Severity severity) => severity == Severity.Info ? "note" : severity.Word();

    /// <summary>A rule has one default level, whatever the profile; each result carries its own.</summary>
    private static Severity Highest(RuleSeverities severities) =>
        new[] { severities.AksArcVmware, severities.AksAzureLocal, severities.KubernetesVsphere }.Max() ?? Severity.Info;

    internal static string Unwrapped(string prose) =>
        string.Join("\n\n", prose.Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' ')));

    internal static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
