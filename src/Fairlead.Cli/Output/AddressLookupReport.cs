using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Joins;

namespace Fairlead.Cli.Output;

/// <summary>The answer of <c>fairlead who</c>.</summary>
internal static class AddressLookupReport
{
    public static string Text(IpRange asked, IReadOnlyList<AddressLookup> answers, ObservedWorld observed)
    {
        var text = new StringBuilder();
        if (answers.Count == 0)
            return $"Nobody has {asked}: the sites given claim nothing at all.\n";
        foreach (var answer in answers)
        {
            var where = answers.Count > 1 ? $" in address space {answer.AddressSpace}" : "";
            var seen = observed.SeenAt(asked, answer.AddressSpace);
            text.Append(answer.IsTaken || seen.Any(sighting => sighting.IsUse) ? $"{asked} is taken{where}:\n" : $"Nobody has {asked}{where}.\n");
            foreach (var claim in answer.Claims)
                text.Append($"  {claim.Kind.NameOf(),-24} {claim.Range,-32} {claim.Subject}  ({claim.Source}){(claim.IsChosen ? " chosen by the planner" : "")}{(claim.IsDefault ? " default of the profile" : "")}\n");
            foreach (var sighting in seen)
                text.Append(CultureInfo.InvariantCulture, $"  {sighting.Kind,-24} {sighting.Range,-32} {sighting.Text}  ({sighting.Source}, as of {sighting.AsOf.UtcDateTime:yyyy-MM-dd HH:mm}Z)\n");
            text.Append(answer.Segments.Count == 0 ? "  segment   none\n" : $"  segment   {string.Join(", ", answer.Segments)}\n");
            foreach (var use in answer.Uses)
                text.Append($"  use       {use}\n");
            text.Append(Nearest(answer));
        }

        return text.ToString();
    }

    private static string Nearest(AddressLookup answer)
    {
        var free = (string?[])[answer.FreeBelow?.ToString(), answer.FreeAbove?.ToString()];
        var known = free.OfType<string>().ToList();
        return known.Count == 0 ? "" : $"  free near {string.Join(" and ", known)}\n";
    }
}
