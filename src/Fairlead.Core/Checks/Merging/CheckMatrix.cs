namespace Fairlead.Core.Checks.Merging;

/// <summary>A report and the file that it came from.</summary>
public sealed record MatrixSource(string File, CheckReport Report);

/// <summary>A report that a newer one of the same vantage stands in place of.</summary>
public sealed record ReplacedSource(MatrixSource Old, MatrixSource By);

/// <summary>A kind of machine that nobody has asked from yet.</summary>
public sealed record MissingVantage(string Site, VantageNeed Need);

/// <summary>What several machines saw, put side by side: who reaches what, and why not.</summary>
public sealed record CheckMatrix
{
    /// <summary>In the order in which their files were given.</summary>
    public required IReadOnlyList<MatrixSource> Vantages { get; init; }

    public required IReadOnlyList<ReplacedSource> Replaced { get; init; }

    /// <summary>In the order of the sites, then of the port catalogue.</summary>
    public required IReadOnlyList<MissingVantage> Missing { get; init; }

    /// <summary>By kind, then in order of first appearance.</summary>
    public required IReadOnlyList<MatrixTarget> Targets { get; init; }

    /// <summary>Of all answers, also those that are no target of the matrix.</summary>
    public IEnumerable<CheckResult> Results => Vantages.SelectMany(vantage => vantage.Report.Results);

    public bool HasFailures => Vantages.Any(vantage => vantage.Report.HasFailures);

    /// <summary>Something that had to be answered was not, or nobody asked from where somebody has to.</summary>
    public bool HasOpenQuestions => Missing.Count > 0 || Vantages.Any(vantage => vantage.Report.HasOpenQuestions);

    public static CheckMatrix Of(IReadOnlyList<MatrixSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var newest = sources.GroupBy(source => Key(source.Report.Vantage)).ToDictionary(same => same.Key, same => same.MaxBy(source => source.Report.Vantage.StartedAt)!);
        var kept = sources.Where(source => newest[Key(source.Report.Vantage)] == source).ToList();
        return new CheckMatrix
        {
            Vantages = kept,
            Replaced = [.. sources.Except(kept).Select(old => new ReplacedSource(old, newest[Key(old.Report.Vantage)]))],
            Missing =
            [
                .. kept.SelectMany(source => source.Report.Sites)
                    .SelectMany(site => site.Needs.Select(need => new MissingVantage(site.Name, need)))
                    .Distinct()
                    .Where(missing => !kept.Any(source => missing.Need.IsMetBy(source.Report.Vantage))),
            ],
            Targets = TargetsOf(kept),
        };
    }

    /// <summary>Cloned machines may share a name, but no MAC on a segment.</summary>
    private static (string, string?, string?, string) Key(Vantage vantage) => (vantage.Host, vantage.Mac, vantage.Segment, vantage.Role);

    private static IReadOnlyList<MatrixTarget> TargetsOf(List<MatrixSource> sources)
    {
        var answers = sources
            .SelectMany((source, row) => source.Report.Results.Select(result => (Row: row, Result: result, Column: MatrixColumn.Of(result))))
            .Where(answer => answer.Column is not null)
            .GroupBy(answer => answer.Column!)
            .OrderBy(column => column.Key.Kind);
        return
        [
            .. answers.Select(column => new MatrixTarget(
                column.Key, [.. Enumerable.Range(0, sources.Count).Select(row => MatrixTarget.Worst([.. column.Where(answer => answer.Row == row).Select(answer => answer.Result)]))])),
        ];
    }
}
