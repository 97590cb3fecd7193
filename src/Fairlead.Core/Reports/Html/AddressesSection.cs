using Fairlead.Core.Claims;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

/// <summary>Addresses that one owner has for itself.</summary>
internal static class AddressesSection
{
    private const int MostRows = 5_000;

    public static void Write(HtmlWriter html, Plan plan)
    {
        var addresses = plan.ExclusiveAddresses.ToList();
        if (addresses.Count == 0)
            return;
        html.Open("section", ("id", "addresses"), ("aria-labelledby", "addresses-title"));
        html.Element("h2", "Address plan", ("id", "addresses-title"));
        html.Element("p", "Addresses that nobody else may use and no DHCP server may hand out.", ("class", "lead"));
        if (addresses.Exists(claim => claim.IsChosen))
            html.Element("p", "What is chosen by Fairlead is not reserved: another branch may choose the same.", ("class", "cut"));
        using (var table = new HtmlTable(html, "Address plan", "addresses", Column.OfNumbers("how many"), "for", "of", "chosen"))
        {
            foreach (var claim in addresses.Take(MostRows))
                table.Row(Cell.Code(claim.Range.ToString()), PlanWords.Addresses(claim.Range.Count), claim.Kind.NameOf(), Cell.Code(claim.Owner.ToString()), claim.IsChosen ? "by Fairlead" : "as written");
        }

        if (addresses.Count > MostRows)
            html.Element("p", $"{PlanWords.Number(addresses.Count - MostRows)} more ranges are left out; fairlead plan --format json has them all.", ("class", "cut"));
        html.CloseLine();
    }
}
