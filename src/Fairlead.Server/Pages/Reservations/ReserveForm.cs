using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Server.Pages.Serving;

namespace Fairlead.Server.Pages.Reservations;

/// <summary>What somebody filled in, as text: shown again as it was, and read strictly.</summary>
public sealed record ReserveForm
{
    private const int MostAddresses = 1_000_000;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    public string Segment { get; init; } = "";

    public string Kind { get; init; } = ClaimKind.ControlPlaneIp.NameOf();

    public string Owner { get; init; } = "";

    /// <summary>Empty: the lowest that is free.</summary>
    public string Address { get; init; } = "";

    public string Count { get; init; } = "1";

    public string Note { get; init; } = "";

    /// <summary>UTC; empty: kept until somebody releases it.</summary>
    public string Until { get; init; } = "";

    /// <summary>Made with the form, so that it reserves once however often it is sent.</summary>
    public string Key { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The kinds that may be reserved, in the order of the catalogue.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. HoldingWords.Kinds.Select(kind => kind.NameOf())];

    internal static ReserveForm FromQuery(PageContext page) => new()
    {
        Segment = page.Query("segment") ?? "",
        Kind = page.Query("kind") ?? ClaimKind.ControlPlaneIp.NameOf(),
        Owner = page.Query("owner") ?? "",
        Address = page.Query("address") ?? "",
    };

    internal static async Task<ReserveForm> FromFieldsAsync(PageContext page) => new()
    {
        Segment = await page.FieldAsync("segment") ?? "",
        Kind = await page.FieldAsync("kind") ?? "",
        Owner = await page.FieldAsync("owner") ?? "",
        Address = await page.FieldAsync("address") ?? "",
        Count = await page.FieldAsync("count") ?? "",
        Note = await page.FieldAsync("note") ?? "",
        Until = await page.FieldAsync("until") ?? "",
        Key = await page.FieldAsync("key") ?? Guid.NewGuid().ToString(),
    };

    /// <summary>The request it means; null when a field can't be used.</summary>
    /// <param name="faults">What is wrong, by the name of the field.</param>
    public ReserveRequest? ToRequest(string site, out IReadOnlyDictionary<string, string> faults)
    {
        var found = new Dictionary<string, string>();
        faults = found;
        if (Segment.Length == 0)
            found["segment"] = "Choose a segment.";
        if (Owner.Length == 0)
            found["owner"] = "Say who it is for: a cluster's name; it need not exist yet.";
        if (HoldingWords.KindOf(Kind) is not { } kind)
            return Fault("kind", "Choose what it is for.");
        var count = 1;
        var range = default(IpRange?);
        if (Address.Length > 0)
        {
            if (!IpRange.TryParse(Address, out var read, out var error))
                return Fault("address", error.ToString());
            range = read;
        }
        else if (!int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MostAddresses)
        {
            return Fault("count", "Say how many, as a number from 1 on.");
        }

        var until = default(DateTimeOffset?);
        if (Until.Length > 0)
        {
            if (!DateTimeOffset.TryParseExact(Until, [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return Fault("until", "Give a day and a time, such as 2030-01-31T08:00.");
            until = time;
        }

        return found.Count > 0 ? null : new ReserveRequest(site, Segment, kind, Owner) { Address = range, Count = count, Note = Note.Length == 0 ? null : Note, Until = until };

        ReserveRequest? Fault(string field, string message)
        {
            found[field] = message;
            return null;
        }
    }
}
