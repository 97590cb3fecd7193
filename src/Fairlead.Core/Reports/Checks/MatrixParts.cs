using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Reports.Blocks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>
/// A matrix as pieces of a page. Vantages are the columns here, by number: there are few of them, and many things to be reached, each of which
/// is asked "who reaches it, and why not".
/// </summary>
internal static class MatrixParts
{
    private static readonly (MatrixKind Kind, string Title, string Column)[] Kinds =
    [
        (MatrixKind.Port, "Ports", "Party"),
        (MatrixKind.Endpoint, "Endpoints", "Endpoint"),
        (MatrixKind.Dns, "DNS", "Server"),
        (MatrixKind.PacketSize, "Packet sizes", "Party"),
        (MatrixKind.Clock, "Clocks", "Clock"),
    ];

    public static IReadOnlyList<Part> Of(CheckMatrix matrix) =>
    [
        new("", [new Paragraph(Summary(matrix)), .. matrix.Missing.Select(MissingLine), .. matrix.Replaced.Select(ReplacedLine)]),
        new("Vantages", [new Grid("From where was asked", ["#:", "Machine", "Asked as", "Segment", "Asked at", "Failed:", "Open:", "File"], [.. matrix.Vantages.Select(VantageRow)])]),
        .. Kinds.Where(kind => matrix.Targets.Any(target => target.Column.Kind == kind.Kind)).Select(kind => new Part(kind.Title, [GridOf(matrix, kind.Kind, kind.Column)])),
        .. Disagreements(matrix),
        .. Failures(matrix),
    ];

    /// <summary>In a sentence.</summary>
    public static string Summary(CheckMatrix matrix)
    {
        var failed = matrix.Results.Count(result => result.Outcome == CheckOutcome.Failed);
        var open = matrix.Results.Count(result => result.IsOpen);
        var verdict = matrix.HasFailures ? "Not as planned" : matrix.HasOpenQuestions ? "Nothing failed, but questions stayed open" : "As planned";
        return Invariant($"{verdict}: {matrix.Vantages.Count} {(matrix.Vantages.Count == 1 ? "vantage" : "vantages")}, {matrix.Results.Count()} answers, {failed} failed, {open} open, {matrix.Missing.Count} {(matrix.Missing.Count == 1 ? "vantage" : "vantages")} missing.");
    }

    private static Warning MissingLine(MissingVantage missing)
    {
        var segment = missing.Need.Segment is { } name ? $" in {name}" : "";
        return new((Line)$"No vantage yet: {RoleName(missing.Need.Role)} (" + Line.Code($"--role {missing.Need.Role}") + $"){segment}, which {missing.Site} needs.");
    }

    private static Paragraph ReplacedLine(ReplacedSource replaced) =>
        new(Line.Code(replaced.Old.File) + " was left out: " + Line.Code(replaced.By.File) + $" is newer and of the same vantage ({replaced.By.Report.Vantage.Host}).");

    private static IReadOnlyList<Line> VantageRow(MatrixSource source, int index)
    {
        var vantage = source.Report.Vantage;
        var standIn = vantage.StandInFor is { } what ? $", stand-in for {what}" : "";
        return
        [
            Number(index),
            Line.Strong(vantage.Host) + (vantage.Via is { } via ? $" via {via}" : ""),
            $"{RoleName(vantage.Role)}{standIn}",
            vantage.Segment ?? "none",
            Invariant($"{vantage.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
            source.Report.Count(CheckOutcome.Failed).ToString(CultureInfo.InvariantCulture),
            source.Report.Results.Count(result => result.IsOpen).ToString(CultureInfo.InvariantCulture),
            Line.Code(source.File),
        ];
    }

    private static Grid GridOf(CheckMatrix matrix, MatrixKind kind, string column) => new(
        "By vantage, in the order above; – was not asked from there",
        [column, .. matrix.Vantages.Select((source, index) => $"{Number(index)} {source.Report.Vantage.Host}")],
        [.. matrix.Targets.Where(target => target.Column.Kind == kind).Select(target => (IReadOnlyList<Line>)[Line.Code(target.Column.Name), .. target.Cells.Select(CellLine)])]);

    private static Line CellLine(CheckResult? cell) => cell switch
    {
        null => "–",
        { Outcome: CheckOutcome.Passed } => "passed",
        { Outcome: CheckOutcome.Failed } => Line.Strong("failed") + $" {cell.Reason}",
        _ => $"{cell.Outcome.Word()} {cell.Reason}",
    };

    private static IEnumerable<Part> Disagreements(CheckMatrix matrix)
    {
        var items = matrix.Targets.Where(target => target.Disagrees)
            .Select(target => Line.Code(target.Column.Name) + $": passed from {From(target, CheckOutcome.Passed)}, failed from {From(target, CheckOutcome.Failed)}.").ToList();
        return items.Count == 0 ? [] : [new Part("Where vantages disagree", [new Bullets(items)])];

        string From(MatrixTarget target, CheckOutcome outcome) => string.Join(
            ", ", target.Cells.Select((cell, index) => (cell, index)).Where(each => each.cell?.Outcome == outcome).Select(each => $"{Number(each.index)} ({matrix.Vantages[each.index].Report.Vantage.Host})"));
    }

    private static IEnumerable<Part> Failures(CheckMatrix matrix)
    {
        var items = matrix.Vantages.SelectMany((source, index) => source.Report.Results.Where(result => result.Outcome == CheckOutcome.Failed)
            .Select(result => $"{Number(index)}: " + Line.Code(result.Check.Id) + $" {result.Message}{(result.Hint is { } hint ? $" Mend: {hint}." : "")}")).ToList();
        return items.Count == 0 ? [] : [new Part("What failed", [new Bullets(items)])];
    }

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A report of another version may name a role that this one does not know.</summary>
    private static string RoleName(string role) => PortCatalog.Default.Machines.FirstOrDefault(machine => machine.Id == role)?.Name ?? role;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
