using Fairlead.Core.Observations;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

/// <summary>What was read from outside systems, how old it is, and what it proves.</summary>
internal static class ObservedSection
{
    public static void Write(HtmlWriter html, Plan plan)
    {
        if (plan.Observed.IsEmpty)
            return;
        html.Open("section", ("id", "observed"), ("aria-labelledby", "observed-title"));
        html.Element("h2", "Observed", ("id", "observed-title"));
        html.Element("p", "What DHCP servers and vCenter hold. Where a segment's server was read, its scopes are judged as they are served.", ("class", "lead"));
        using (var table = new HtmlTable(html, "Sources", new("source"), new("holds"), new("age")))
        {
            foreach (var outcome in plan.Observed.Outcomes)
            {
                if (outcome is ObservationOutcome.Seen { Observation: var seen })
                    table.Row(Cell.Code(seen.Source.ToString()), (ObservedWords.Contents(seen)), (ObservedWords.Age(seen)));
                else if (outcome is ObservationOutcome.Failed failed)
                    table.Row(Cell.Code(failed.Source.ToString()), ($"failed: {failed.Message} {failed.Hint}"), "");
            }
        }

        if (plan.Served.Count > 0)
        {
            using var table = new HtmlTable(html, "Segments as served", new("segment"), new("served"), new("leases"), new("proof"));
            foreach (var served in plan.Served)
                table.Row(Cell.Code(served.Segment.ToString()), (string.Join(", ", served.Served.Ranges)), (ObservedWords.Leases(served)), (ObservedWords.RowOf(plan, served) is { } row ? ObservedWords.ProofText(row) : ""));
        }

        html.CloseLine();
    }
}
