using System.Text.Json;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Reports.Checks;
using Fairlead.Tests.Checks;
using Xunit;

namespace Fairlead.Tests.Cli;

public sealed class CheckMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CheckOutcome.Passed, true, 0)]
    [InlineData(CheckOutcome.Failed, true, 1)]
    [InlineData(CheckOutcome.Unknown, true, 4)]
    [InlineData(CheckOutcome.Warning, true, 0)]
    [InlineData(CheckOutcome.Passed, false, 4)]
    public void It_ends_as_a_check_over_everything_would(CheckOutcome outcome, bool isWhole, int exitCode)
    {
        var files = Files(outcome, isWhole);

        Assert.Equal(exitCode, Run.Of(["check", "--merge", .. files]).ExitCode);
        Assert.Equal(exitCode == 4 ? 0 : exitCode, Run.Of(["check", "--allow-unknown", "--merge", .. files]).ExitCode);
    }

    [Fact]
    public void A_file_that_is_no_report_is_named_and_nothing_is_written()
    {
        var good = Files(CheckOutcome.Passed, true)[0];
        File.WriteAllText(_folder.PathOf("plan.json"), "{\"schemaVersion\": 1, \"sites\": []}");
        File.WriteAllText(_folder.PathOf("old.json"), "{\"schemaVersion\": 0}");
        string[] bad = [_folder.PathOf("plan.json"), _folder.PathOf("old.json"), _folder.PathOf("gone.json")];

        var run = Run.Of(["check", "--merge", good, .. bad]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"""
            fairlead: {bad[0]}: it is not a report of 'fairlead check --format json'.
            fairlead: {bad[1]}: it was written by another version of fairlead; make it anew.
            fairlead: {bad[2]}: it can't be read.

            """,
            run.Error);
    }

    [Theory]
    [InlineData("text", "As planned: 3 vantages")]
    [InlineData("json", "{\n  \"schemaVersion\": 1,")]
    [InlineData("markdown", "# Reachability")]
    [InlineData("html", "<!DOCTYPE html>")]
    public void Each_format_is_written(string format, string start) =>
        Assert.StartsWith(start, Run.Of(["check", "--format", format, "--merge", .. Files(CheckOutcome.Passed, true)]).Output, StringComparison.Ordinal);

    [Fact]
    public void Sites_and_reports_together_and_neither_are_refused()
    {
        var files = Files(CheckOutcome.Passed, true);

        Assert.Contains("--merge takes reports alone", Run.Of(["check", "site.yaml", "--merge", .. files]).Error, StringComparison.Ordinal);
        var none = Run.Of("check");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("Give the site files to ask about, or --merge with reports.", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_vantage_did_not_ask_is_no_cell()
    {
        var json = JsonDocument.Parse(Run.Of(["check", "--format", "json", "--merge", .. Files(CheckOutcome.Failed, true)]).Output).RootElement;

        Assert.Equal([0], json.GetProperty("targets")[0].GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("vantage").GetInt32()));
    }

    /// <summary>A node with one answer, and with everybody else whom the site needs, or not.</summary>
    private string[] Files(CheckOutcome outcome, bool isWhole)
    {
        MatrixSource[] sources =
        [
            MatrixSamples.Source("node.json", "node-a", "cluster-vms", "madrid/k8s-prod", MatrixSamples.Port(outcome, "a-reason")),
            MatrixSamples.Source("host.json", "jump", "physical-nodes", null),
            MatrixSamples.Source("ops.json", "ops", "management-machine", null),
        ];
        return [.. sources.Take(isWhole ? 3 : 1).Select(Write)];
    }

    private string Write(MatrixSource source)
    {
        var file = _folder.PathOf(source.File);
        using var stream = File.Create(file);
        CheckJson.Write(source.Report, stream);
        return file;
    }
}
