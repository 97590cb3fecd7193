using System.Text.Json.Serialization;
using Fairlead.Core.Addressing;
using Fairlead.Ledger.Json;

namespace Fairlead.Ledger.Storage;

/// <summary>One line of an export: exactly one of these is there.</summary>
internal sealed record TransferLine
{
    public TransferStart? Start { get; init; }

    public TransferSite? Site { get; init; }

    public DeletedSite? DeletedSite { get; init; }

    public TransferClaim? Claim { get; init; }

    public TransferHolding? Holding { get; init; }

    public HistoryEntry? Entry { get; init; }

    public StoredAnswer? Answer { get; init; }

    public TransferEnd? End { get; init; }
}

/// <summary>The first line.</summary>
internal sealed record TransferStart(string Format, int Version);

/// <summary>The last line: an export that was cut short, or changed, shows.</summary>
/// <param name="Lines">Those before this one.</param>
/// <param name="Sha256">Of those lines, with their line ends, in hexadecimal.</param>
internal sealed record TransferEnd(long Lines, string Sha256);

internal sealed record TransferSite(string Name, long Revision, DateTimeOffset At, string By, IReadOnlyList<TransferFile> Files)
{
    public static TransferSite Of(StoredSite site) =>
        new(site.Name, site.Revision, site.At, site.By, [.. site.Files.Select(file => new TransferFile(file.Name, file.Bytes.ToArray()))]);

    public StoredSite ToSite() => new(Name, Revision, [.. Files.Select(file => new StoredFile(file.Name, file.Bytes))], At, By);
}

/// <param name="Bytes">In Base64.</param>
internal sealed record TransferFile(string Name, byte[] Bytes);

internal sealed record TransferClaim(string Site, string AddressSpace, string Range, string Kind, string Owner, string Subject, string Source, bool IsExclusive, bool IsAccepted)
{
    public static TransferClaim Of(ClaimRow claim) => new(
        claim.Site, claim.AddressSpace, claim.Range.ToString(), StoredNames.NameOf(claim.Kind), claim.Owner, claim.Subject, claim.Source, claim.IsExclusive, claim.IsAccepted);

    public ClaimRow ToClaim() => new(Site, AddressSpace, IpRange.Parse(Range), StoredNames.KindOf(Kind), Owner, Subject, Source, IsExclusive, IsAccepted);
}

internal sealed record TransferHolding(
    Guid Id, string Origin, string Site, string? Segment, string AddressSpace, string Kind, string Owner, string Range, string State, string? Note,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ActivatedAt, DateTimeOffset? Until, Sighting? LastSeen)
{
    public static TransferHolding Of(Holding holding) => new(
        holding.Id, HoldingWords.NameOf(holding.Origin), holding.Site, holding.Segment, holding.AddressSpace, StoredNames.NameOf(holding.Kind), holding.Owner,
        holding.Range.ToString(), HoldingWords.NameOf(holding.State), holding.Note, holding.CreatedAt, holding.CreatedBy, holding.ActivatedAt, holding.Until,
        holding.LastSeen);

    public Holding ToHolding() => new()
    {
        Id = Id,
        Origin = StoredNames.OriginOf(Origin),
        Site = Site,
        Segment = Segment,
        AddressSpace = AddressSpace,
        Kind = StoredNames.KindOf(Kind),
        Owner = Owner,
        Range = IpRange.Parse(Range),
        State = StoredNames.StateOf(State),
        Note = Note,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        ActivatedAt = ActivatedAt,
        Until = Until,
        LastSeen = LastSeen,
    };
}

/// <summary>Strict: what is unknown, missing or null where it may not be is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TransferLine))]
internal sealed partial class TransferJson : JsonSerializerContext;
