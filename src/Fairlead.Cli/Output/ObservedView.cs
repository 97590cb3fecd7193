using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;

namespace Fairlead.Cli.Output;

/// <summary>What was read from outside systems, how old it is, and what it proves.</summary>
internal static class ObservedView
{
    private const int NotesShown = 5;

    public static void Write(Plan plan, Page page)
    {
        if (plan.Observed.IsEmpty)
            return;
        page.Heading("Observed");
        foreach (var outcome in plan.Observed.Outcomes)
        {
            page.Indent(2).Add(outcome.Source.ToString(), Ink.Strong).Add("  ");
            switch (outcome)
            {
                case ObservationOutcome.Seen { Observation: var seen }:
                    page.Wrap($"{ObservedWords.Contents(seen)}; {ObservedWords.Age(seen)}", Ink.Plain, 4);
                    page.End();
                    WriteNotes(seen, page);
                    break;
                case ObservationOutcome.Failed failed:
                    page.Add("failed", Ink.Error);
                    page.End();
                    page.Indent(4).Wrap($"{failed.Message} {failed.Hint}", Ink.Plain, 4);
                    page.End();
                    break;
            }
        }

        foreach (var served in plan.Served)
        {
            page.Indent(2).Add(served.Segment.ToString(), Ink.Strong).Add("  ").Wrap(ObservedWords.Leases(served), Ink.Plain, 4);
            page.End();
            if (ObservedWords.RowOf(plan, served) is { } row && row.Steady > 0)
            {
                page.Indent(4).Wrap(ObservedWords.ProofText(row), row.FirstToFail is null ? Ink.Good : Ink.Warning, 4);
                page.End();
            }
        }
    }

    private static void WriteNotes(Observation seen, Page page)
    {
        foreach (var note in seen.Notes.Take(NotesShown))
        {
            page.Indent(4).Wrap($"{note.Where}: {note.Message}", Ink.Dim, 6);
            page.End();
        }

        if (seen.Notes.Count > NotesShown)
            page.Indent(4).Line($"{page.Glyphs.More} and {Counted.Of(seen.Notes.Count - NotesShown, "more note")}; --format json shows all", Ink.Dim);
    }
}
