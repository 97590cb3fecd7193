using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Ledger.Json;

/// <summary>A holding as JSON, the same in answers of the API, in history and in exports.</summary>
/// <param name="Origin"><c>reservation</c>, or <c>file</c> for what a site file names or named.</param>
/// <param name="Segment">Null for what lies in none.</param>
/// <param name="Routed">A load balancer range that is announced by BGP.</param>
/// <param name="Owner">A subject such as <c>madrid/clusters/shop</c>.</param>
/// <param name="Range">An address, or a range a-b.</param>
/// <param name="State"><c>reserved</c>, <c>active</c> or <c>quarantined</c>.</param>
/// <param name="Until">When a reservation that is not active ends, or a quarantine.</param>
public sealed record HoldingDocument(
    Guid Id, string Origin, string Site, string? Segment, string AddressSpace, string Kind, bool Routed, string Owner, string Range, string State, string? Note,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ActivatedAt, DateTimeOffset? Until, SightingDocument? LastSeen)
{
    public static HoldingDocument Of(Holding holding)
    {
        ArgumentNullException.ThrowIfNull(holding);
        return new(
            holding.Id, HoldingWords.NameOf(holding.Origin), holding.Site, holding.Segment, holding.AddressSpace, holding.Kind.NameOf(), holding.Kind == ClaimKind.RoutedLoadBalancer,
            holding.Owner, holding.Range.ToString(), HoldingWords.NameOf(holding.State), holding.Note, holding.CreatedAt, holding.CreatedBy, holding.ActivatedAt, holding.Until,
            holding.LastSeen is { } seen ? new SightingDocument(seen.At, seen.Answered, seen.By) : null);
    }

    /// <exception cref="FormatException">A word or an address in it is none.</exception>
    public Holding ToHolding() => new()
    {
        Id = Id,
        Origin = HoldingWords.OriginOf(Origin) ?? throw new FormatException($"'{Origin}' is no origin of a reservation."),
        Site = Site,
        Segment = Segment,
        AddressSpace = AddressSpace,
        Kind = Routed ? ClaimKind.RoutedLoadBalancer : HoldingWords.KindOf(Kind) ?? throw new FormatException($"'{Kind}' is no kind of reservation."),
        Owner = Owner,
        Range = IpRange.Parse(Range),
        State = HoldingWords.StateOf(State) ?? throw new FormatException($"'{State}' is no state of a reservation."),
        Note = Note,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        ActivatedAt = ActivatedAt,
        Until = Until,
        LastSeen = LastSeen is { } seen ? new Sighting(seen.At, seen.Answered, seen.By) : null,
    };

    public string ToJson() => JsonSerializer.Serialize(this, LedgerJson.Default.HoldingDocument);

    /// <exception cref="FormatException">It is no holding.</exception>
    public static HoldingDocument Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LedgerJson.Default.HoldingDocument) ?? throw new FormatException("There is no reservation.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is no reservation: {exception.Message}", exception);
        }
    }
}

/// <param name="By">From where it was looked.</param>
public sealed record SightingDocument(DateTimeOffset At, bool Answered, string By);

/// <summary>A site in history: its revision and its files' texts.</summary>
public sealed record SiteDocument(string Name, long Revision, IReadOnlyList<FileDocument> Files)
{
    public static SiteDocument Of(StoredSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new(site.Name, site.Revision, [.. site.Files.Select(file => new FileDocument(file.Name, file.Text))]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, LedgerJson.Default.SiteDocument);
}

public sealed record FileDocument(string Name, string Text);

/// <summary>Shapes that are stored: a member is added, and never renamed.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HoldingDocument))]
[JsonSerializable(typeof(SiteDocument))]
[JsonSerializable(typeof(OutcomeDocument))]
public sealed partial class LedgerJson : JsonSerializerContext;
