using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Reports.Checks;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.SystemTests;

/// <summary>The reports for CI systems over every case and every example, judged by the schemas of others. Where those come from is in NOTICE.</summary>
public sealed class ReportSchemaTests
{
    private const string Schemas = "tests/Fairlead.SystemTests/Schemas";

    private const string Validator = """
        import json, sys
        from jsonschema import Draft4Validator
        task = json.load(sys.stdin)
        Draft4Validator.check_schema(task["schema"])
        validator = Draft4Validator(task["schema"])
        print(json.dumps([[error.json_path + ": " + error.message[:200] for error in validator.iter_errors(report)] for report in task["reports"]]))
        """;

    [Fact]
    public async Task Sarif_is_what_its_schema_says()
    {
        var plans = Plans();
        var reports = plans.ConvertAll(plan => Sarif(plan));
        // The rules are the same in every report, and long: judge them once.
        foreach (var report in reports.Skip(1))
            report["runs"]![0]!["tool"]!["driver"]!["rules"] = new JsonArray();
        Assert.Contains(reports, report => Results(report).Count == 0);
        Assert.Contains(reports, report => Results(report).Any(result => result!["suppressions"]!.AsArray().Count > 0));
        Assert.Contains(reports, report => Results(report).Any(result => result!["relatedLocations"]!.AsArray().Count > 0));
        // Live checks have rules of their own.
        reports.Add(JsonNode.Parse(Written(CheckSamples.Mixed, (report, stream) => CheckSarif.Write(report, plans[0].Sources, stream)))!);
        reports.Add(JsonNode.Parse(Written(CheckSamples.Mixed with { Results = [CheckSamples.Mixed.Results[0] with { Location = null }] }, (report, stream) => CheckSarif.Write(report, plans[0].Sources, stream)))!);
        var verdicts = await JudgeAsync(reports);
        Assert.All(verdicts, Assert.Empty);
    }

    [Fact]
    public async Task Sarif_that_is_wrong_is_refused()
    {
        var sample = Plans().Select(Sarif).First(report => Results(report).Any(result => result!["relatedLocations"]!.AsArray().Count > 0));
        Action<JsonNode>[] faults =
        [
            report => report["version"] = "2.0.0",
            report => report["runs"]![0]!["tool"]!["driver"]!.AsObject().Remove("name"),
            report => report["runs"]![0]!["columnKind"] = "bytes",
            report => Results(report)[0]!["level"] = "info",
            report => Results(report)[0]!.AsObject().Remove("message"),
            report => Results(report)[0]!["severity"] = "error",
            report => Results(report)[0]!["locations"]![0]!["physicalLocation"]!["region"]!["startLine"] = 0,
            report => Results(report)[0]!["suppressions"] = new JsonArray(new JsonObject { ["justification"] = "no kind" }),
        ];
        var broken = faults.Select(fault =>
        {
            var report = sample.DeepClone();
            fault(report);
            return report;
        });
        var verdicts = await JudgeAsync([sample, .. broken]);
        Assert.Empty(verdicts[0]);
        Assert.All(verdicts.Skip(1), Assert.NotEmpty);
    }

    [Fact]
    public void JUnit_is_what_its_schema_says()
    {
        var reports = Plans().ConvertAll(JUnit);
        Assert.Contains(reports, report => !report.Descendants("failure").Any());
        Assert.Contains(reports, report => report.Descendants("skipped").Any());
        reports.Add(XDocument.Load(new MemoryStream(Written(CheckSamples.Mixed, CheckJUnit.Write))));
        Assert.All(reports, report => Assert.Empty(Faults(report)));
        // GitLab keeps the first case of a name and drops the others.
        Assert.All(reports, report => Assert.Distinct(report.Descendants("testcase").Select(each => ((string?)each.Attribute("classname"), (string?)each.Attribute("name")))));
    }

    [Fact]
    public void JUnit_that_is_wrong_is_refused()
    {
        var sample = Plans().Select(JUnit).First(report => report.Descendants("failure").Any());
        Action<XDocument>[] faults =
        [
            report => report.Descendants("testcase").First().Attribute("name")!.Remove(),
            report => report.Descendants("testsuite").First().Attribute("tests")!.Remove(),
            report => report.Descendants("failure").First().SetAttributeValue("severity", "error"),
            report => report.Descendants("failure").First().AddAfterSelf(new XElement("skipped")),
            report => report.Root!.Add(new XElement("testcase", new XAttribute("name", "outside of a suite"))),
            report => report.Root!.Name = "report",
        ];
        Assert.Empty(Faults(new XDocument(sample)));
        Assert.All(faults, fault =>
        {
            var report = new XDocument(sample);
            fault(report);
            Assert.NotEmpty(Faults(report));
        });
    }

    private static List<Plan> Plans()
    {
        string[] folders = ["tests/Fairlead.Tests/Cases/Plan", "src/Fairlead.Core/Rules/Cases", "examples"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".yaml" or ".json")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 200, $"only {files.Count} files");
        var options = new PlanOptions { AsOf = new(2026, 11, 22) };
        return [.. files.Select(path => Planner.Make(SiteFileReader.Parse(Path.GetRelativePath(Repository.Root, path), File.ReadAllBytes(path)), options))];
    }

    private static async Task<string[][]> JudgeAsync(IEnumerable<JsonNode> reports)
    {
        var ct = TestContext.Current.CancellationToken;
        var task = new JsonObject
        {
            ["schema"] = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Schemas, "sarif-2.1.0-rtm.5.json"), ct)),
            ["reports"] = new JsonArray([.. reports]),
        };
        var answer = await Shell.RunAsync("python3", ["-c", Validator], Repository.Root, task.ToJsonString(), searchFirst: null, ct);
        Assert.True(answer.ExitCode == 0, answer.Errors);
        return [.. JsonNode.Parse(answer.Output)!.AsArray().Select(errors => errors!.AsArray().Select(error => error!.GetValue<string>()).ToArray())];
    }

    /// <summary>What the schema says against a report. The two attributes that it lacks and that test runners add all the same are taken out first.</summary>
    private static List<string> Faults(XDocument report)
    {
        foreach (var each in report.Descendants("testcase").ToList())
        {
            each.Attribute("file")?.Remove();
            each.Attribute("line")?.Remove();
        }

        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(Repository.Root, Schemas, "junit-4.xsd"));
        schemas.Add(null, reader);
        var faults = new List<string>();
        report.Validate(schemas, (_, fault) => faults.Add(fault.Message));
        return faults;
    }

    private static JsonNode Sarif(Plan plan) => JsonNode.Parse(Written(plan, SarifReport.Write))!;

    private static JsonArray Results(JsonNode report) => report["runs"]![0]!["results"]!.AsArray();

    private static XDocument JUnit(Plan plan) => XDocument.Load(new MemoryStream(Written(plan, JUnitReport.Write)));

    private static byte[] Written<T>(T plan, Action<T, Stream> write)
    {
        using var stream = new MemoryStream();
        write(plan, stream);
        return stream.ToArray();
    }
}
