using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Tests.Rules;

/// <summary>
/// A file below <c>Rules/Cases</c> and what its header expects of it: every finding, in order. A file that can't bear comments has its
/// header in a sibling <c>.expect</c>.
/// </summary>
public sealed record RuleCase(string Name, string Path)
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    public string RuleId => Name[.."FL0000".Length];

    public string CaseName => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static IEnumerable<RuleCase> All()
    {
        var root = Repository.PathOf("src/Fairlead.Core/Rules/Cases");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetExtension(path) is ".yaml" or ".yml" or ".json")
            .Select(path => new RuleCase(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), path))
            .OrderBy(each => each.Name, StringComparer.Ordinal);
    }

    public override string ToString() => Name;

    public Plan MakePlan() => Planner.Make(SiteFileReader.Parse(System.IO.Path.GetFileName(Path), File.ReadAllBytes(Path)), new PlanOptions { AsOf = AsOf(), HeldControlPlaneIps = Held(), Observed = ObservedLines.Read(File.ReadLines(Path)) });

    /// <summary>Each expected finding with the related parties that must be named, if the header says so.</summary>
    public IReadOnlyList<(string Finding, string? Related)> ExpectedFindings()
    {
        var expected = new List<(string, string?)>();
        foreach (var (key, value) in Header())
        {
            if (key == "related")
            {
                expected[^1] = (expected[^1].Item1, value.Replace(" ", "", StringComparison.Ordinal));
            }
            else if (key == "expect" && value != "none")
            {
                var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var times = parts.FirstOrDefault(part => part.StartsWith("times=", StringComparison.Ordinal)) is { } repeated ? int.Parse(repeated[6..], CultureInfo.InvariantCulture) : 1;
                var finding = string.Join(' ', parts.Where(part => !part.StartsWith("times=", StringComparison.Ordinal)));
                expected.AddRange(Enumerable.Repeat((finding, (string?)null), times));
            }
        }

        return expected;
    }

    public IEnumerable<string> ExpectedCapacity() => Header().Where(line => line.Key == "capacity").Select(line => line.Value);

    public static string Describe(Diagnostic finding)
    {
        var text = $"{finding.Rule.Id} {finding.Severity.Word()} {finding.Subject}";
        if (finding.Overlap is { } overlap)
            text += $" overlap={overlap}";
        if (finding.Consequences > 0)
            text += $" consequences={finding.Consequences}";
        return finding.IsOverridden ? text + " overridden" : text;
    }

    private DateOnly AsOf() => Header().Where(line => line.Key == "as-of").Select(line => DateOnly.ParseExact(line.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)).FirstOrDefault(Today);

    private Dictionary<string, IpSet> Held() => Header().Where(line => line.Key == "held")
        .Select(line => line.Value.Split(' '))
        .ToDictionary(held => held[0], held => IpSet.Of(held[1].Split(',').Select(IpRange.Parse)));

    private List<(string Key, string Value)> Header()
    {
        var expect = System.IO.Path.ChangeExtension(Path, ".expect");
        return [.. File.ReadLines(File.Exists(expect) ? expect : Path)
            .TakeWhile(line => line.StartsWith('#'))
            .Select(line => line[1..].Trim().Split(':', 2))
            .Where(line => line.Length == 2 && line[0] is "expect" or "related" or "capacity" or "as-of" or "held")
            .Select(line => (line[0], line[1].Trim()))];
    }
}
