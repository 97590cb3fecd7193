using System.Text.Json;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Fairlead.Tests.BadInput;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>What must hold for any input at all: a plan, places inside the files, a report that parses, and little memory.</summary>
internal sealed class PlannerOracle : IDisposable
{
    /// <summary>An input of some kilobytes may cost this much and no more. Aliases reach the limit of nodes, which is the largest use.</summary>
    private const long MostAllocated = 192L * 1024 * 1024;

    private const int LongestMessage = 20_000;

    private readonly MemoryStream _report = new();

    public long Allocated { get; private set; }

    public int Findings { get; private set; }

    public bool IsUnusable { get; private set; }

    public void Dispose() => _report.Dispose();

    public void Judge(Input input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        List<SourceDocument> documents = [.. SiteFileReader.Parse(input.Name, input.Bytes)];
        if (input.Beside is { } beside)
            documents.AddRange(SiteFileReader.Parse("beside-" + beside.Name, beside.Bytes));
        var plan = Planner.Make(documents, new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });
        _report.SetLength(0);
        JsonReport.Write(plan, _report);
        Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (Findings, IsUnusable) = (plan.Diagnostics.Count, plan.HasUnusableInput);

        Assert.True(Allocated < MostAllocated, $"{Allocated} bytes were allocated");
        Assert.True(IsUnusable || !documents.Exists(document => document.Errors.Count > 0), "a syntax error is no finding");
        using var parsed = JsonDocument.Parse(_report.GetBuffer().AsMemory(0, (int)_report.Length));
        Assert.Equal(plan.Diagnostics.Count, parsed.RootElement.GetProperty("diagnostics").GetArrayLength());
        var places = plan.Sources.Values.ToDictionary(file => file.Name, file => new Places(file));
        foreach (var finding in plan.Diagnostics)
            Check(finding, places);
    }

    private static void Check(Diagnostic finding, Dictionary<string, Places> places)
    {
        AssertInside(finding.Location, places);
        foreach (var related in finding.Related)
            AssertInside(related.Location, places);
        Assert.InRange(finding.Message.Length, 1, LongestMessage);
        Assert.InRange(finding.Hint.Length, 1, LongestMessage);
        Assert.DoesNotContain(finding.Message, char.IsControl);
        Assert.DoesNotContain(finding.Hint, char.IsControl);
        Assert.DoesNotContain(finding.Subject.ToString(), char.IsControl);
        Assert.DoesNotContain("Exception", finding.Message, StringComparison.Ordinal);
    }

    private static void AssertInside(SourceLocation location, Dictionary<string, Places> places) =>
        places[location.File].AssertInside(location.Line, location.Column);
}
