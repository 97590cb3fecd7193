using System.Text;
using System.Text.Json;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;

namespace Fairlead.Cli.Desk;

/// <summary>What became of a reservation, for people and for programs.</summary>
internal static class OutcomeText
{
    public static int ExitCodeOf(LedgerOutcome outcome) => outcome switch
    {
        Granted => ExitCodes.Good,
        Refused { Reason: RefusalReason.Unusable or RefusalReason.NoSuchSite or RefusalReason.NoSuchSegment or RefusalReason.NoSuchReservation or RefusalReason.KeyReused } => ExitCodes.UnusableInput,
        _ => ExitCodes.Findings,
    };

    /// <returns>Null when it was granted.</returns>
    public static string? RefusalOf(LedgerOutcome outcome) => outcome switch
    {
        Granted => null,
        AlreadyHeld held => $"Held: {held.Holder}, as {held.Source} says.{(held.Nearest is { } nearest ? $" The nearest free choice is {nearest}." : "")}",
        Exhausted full => $"Segment {full.Segment} has no {full.Asked} free addresses in one range: {full.Left} are left, the longest range has {full.Longest}.",
        Refused refused => refused.Hint.Length > 0 ? $"{refused.Message} → {refused.Hint}" : refused.Message,
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.GetType()} is no answer about a reservation."),
    };

    public static string Line(Holding holding) =>
        $"{holding.Range,-32} {holding.Kind.NameOf(),-24} {HoldingWords.NameOf(holding.State),-12} {holding.Owner,-36} {holding.Id}{(holding.Until is { } until ? $" until {until:u}" : "")}{(holding.Note is { } note ? $"  {Output.CellText.Clean(note, Output.Glyphs.Unicode)}" : "")}\n";

    public static string Line(HistoryEntry entry) =>
        $"{entry.Id,8}  {entry.At:u}  {entry.Who,-24} {entry.Action,-22} {entry.Subject}{(entry.Why is { } why ? $"  ({Output.CellText.Clean(why, Output.Glyphs.Unicode)})" : "")}\n";

    public static string Json(IEnumerable<Holding> holdings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Core.Reports.ReportJson.Layout))
        {
            json.WriteStartArray();
            foreach (var holding in holdings)
                JsonSerializer.Serialize(json, HoldingDocument.Of(holding), LedgerJson.Default.HoldingDocument);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
