using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>A vantage as names and values, for tables and properties.</summary>
internal static class VantageFacts
{
    public static IReadOnlyList<(string Name, string Value)> Of(Vantage vantage)
    {
        (string Name, string? Value)[] facts =
        [
            ("machine", vantage.Host),
            ("via", vantage.Via),
            ("segment", vantage.Segment ?? "none of those asked about"),
            ("interface", vantage.Interface),
            ("addresses", vantage.Addresses.Count == 0 ? null : string.Join(", ", vantage.Addresses)),
            ("MAC", vantage.Mac),
            ("asked as", vantage.Role),
            ("stand-in for", vantage.StandInFor),
            ("raw packets", vantage.CanSendRaw ? "permitted" : "not permitted (CAP_NET_RAW is missing)"),
            ("began", CheckJson.Moment(vantage.StartedAt)),
        ];
        return [.. facts.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!))];
    }
}
