using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;

namespace Fairlead.SystemTests.Ledger;

/// <summary>Values for the tests of stores.</summary>
internal static class LedgerSamples
{
    /// <summary>To the microsecond, as stores keep it.</summary>
    public static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 16, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static Holding Reservation(string range, string site = "madrid", string space = "default", ClaimKind kind = ClaimKind.ControlPlaneIp) => new()
    {
        Id = Guid.CreateVersion7(),
        Origin = HoldingOrigin.Reservation,
        Site = site,
        Segment = "k8s",
        AddressSpace = space,
        Kind = kind,
        Owner = $"{site}/clusters/shop",
        Range = IpRange.Parse(range),
        State = HoldingState.Reserved,
        CreatedAt = Noon,
        CreatedBy = "ana",
    };

    /// <summary>Every field that may be absent is there.</summary>
    public static Holding Full(string range) => Reservation(range) with
    {
        Origin = HoldingOrigin.File,
        Kind = ClaimKind.RoutedLoadBalancer,
        State = HoldingState.Quarantined,
        Note = "for Ana's shop; \"quoted\", ñ, 漢字, 🐟\nand a second line",
        ActivatedAt = Noon.AddHours(1),
        Until = Noon.AddDays(7),
        LastSeen = new(Noon.AddMinutes(5), Answered: true, "jump host"),
    };

    public static ClaimRow Claim(string range, bool isExclusive = true, bool isAccepted = false, string space = "default", string source = "madrid.yaml:31") => new(
        "madrid", space, IpRange.Parse(range), ClaimKind.LoadBalancer, "madrid/clusters/shop", "madrid/clusters/shop/loadBalancer/0", source, isExclusive, isAccepted);

    public static StoredSite Site(string name, long revision, params (string Name, byte[] Bytes)[] files) =>
        new(name, revision, [.. files.Select(file => new StoredFile(file.Name, file.Bytes))], Noon, "ana");

    public static HistoryEntry Entry(long id, string subject = "madrid/reservations/x") =>
        new(id, Noon.AddSeconds(id), "ana", HistoryActions.Reserve, subject.Split('/')[0], subject, "a new shop", null, """{"range": "10.0.0.1"}""");

    public static StoredAnswer Answer(string key) => new(key, new string('a', 64), """{"id":  "1", "spaces":"stay"}""", Noon);

    /// <summary>One commit that holds these, with an entry for each.</summary>
    public static LedgerWrite Holds(long last, params Holding[] holdings) => new()
    {
        Entries = [.. holdings.Select((holding, i) => Entry(last + 1 + i, $"{holding.Site}/reservations/{holding.Id}"))],
        Holdings = holdings.ToDictionary(holding => holding.Id, Holding? (holding) => holding),
    };

    /// <summary>One turn: begins, commits, and gives what was news.</summary>
    public static async Task<LedgerNews> CommitAsync(this ILedgerStore store, Func<long, LedgerWrite> write, CancellationToken ct, long known = long.MaxValue)
    {
        await using var turn = await store.BeginAsync(known, [], ct);
        await turn.CommitAsync(write(turn.News.LastEntry), ct);
        return turn.News;
    }

    public static Task<LedgerNews> HoldAsync(this ILedgerStore store, CancellationToken ct, params Holding[] holdings) => store.CommitAsync(last => Holds(last, holdings), ct);

    /// <summary>All of a site, comparable by its text.</summary>
    public static string TextOf(StoredSite? site) => site is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{site.Name} {site.Revision} {site.At:O} {site.By} {string.Join(',', site.Files.Select(file => $"{file.Name}={Convert.ToHexString(file.Bytes.Span)}"))}");
}
