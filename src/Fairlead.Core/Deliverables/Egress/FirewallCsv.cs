using System.Text;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>Every rule of a site's firewall plan as a row, for a change ticket (RFC 4180). A cell that a spreadsheet would take for a formula is defused.</summary>
internal static class FirewallCsv
{
    private static readonly string[] s_head = ["direction", "from", "from addresses", "to", "to addresses", "protocol", "ports", "why", "only when", "source"];

    public static RenderTarget Target { get; } = new("firewall-csv", DeliveryStep.Network, "Every firewall rule of the site as a row, for a change ticket.", Render);

    private static Rendered Render(RenderRequest request) =>
        new([.. request.NamedSites.Select(named => new DeliverableFile($"{named.Name}-firewall.csv", Text(FirewallPlan.Of(named.Site), request.Plan)) { Comment = null })], []);

    private static string Text(FirewallPlan plan, Plan whole)
    {
        var text = new StringBuilder();
        // A table has no comments, so what --force has to say is rows of its own.
        foreach (var finding in whole.Diagnostics.Where(finding => finding.IsFailure))
            Row(text, ["MADE WITH --force FROM A PLAN WITH ERRORS", finding.Rule.Id, finding.Subject.ToString(), finding.Message]);
        Row(text, s_head);
        foreach (var rule in plan.Inside.Concat(plan.Egress))
        {
            Row(text,
            [
                rule.To is null ? "out" : rule.IsBothWays ? "both ways" : "inside",
                string.Join("; ", rule.From.Select(machines => machines.Name)),
                // Not written is said: an empty cell is taken for "any" by whoever types it in.
                string.Join("; ", rule.From.Select(machines => machines.Addresses.Count == 0 ? $"{machines.Name}: not in the site file" : string.Join("; ", machines.Addresses))),
                rule.To?.Name ?? rule.Host!,
                rule.To is { } to ? to.Addresses.Count == 0 ? "not in the site file" : string.Join("; ", to.Addresses) : "",
                rule.Protocol,
                string.Join("; ", rule.Ports),
                rule.Why,
                rule.Condition ?? "",
                string.Join("; ", rule.Sources.Select(source => source.Citation).Distinct()),
            ]);
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string cell)
    {
        if (cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            cell = "'" + cell;
        return cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
