using System.Net;
using Fairlead.Core.Addressing;
using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Values from rows: which statements, which columns, in which order.</summary>
internal static class PostgresRows
{
    public const string HoldingColumns =
        "id, origin, site, segment, address_space, kind, owner, lower(range), upper(range), state, note, created_at, created_by, activated_at, until, seen_at, seen_answered, seen_by";

    public const string EntryColumns = "id, at, who, action, site, subject, why, before, after";

    public const string ClaimColumns = "site, address_space, lower(range), upper(range), kind, owner, subject, source, is_exclusive, is_accepted";

    /// <summary>The same in both kinds of store, so that exports of equal ledgers are equal.</summary>
    public const string ClaimOrder = "site COLLATE \"C\", address_space COLLATE \"C\", lower(range), \"number\"";

    private const string LastEntry = "SELECT coalesce(max(id), 0) FROM fairlead.history";
    private const string SiteColumns = "name, revision, changed_at, changed_by, is_deleted";

    /// <summary>Four statements: the last entry, sites, their files, holdings.</summary>
    public static PostgresBatch AddAll(this PostgresBatch batch) => batch
        .Add(LastEntry)
        .Add("SELECT site, name, bytes FROM fairlead.site_file ORDER BY site, \"position\"")
        .Add($"SELECT {SiteColumns} FROM fairlead.site ORDER BY name COLLATE \"C\"")
        .Add($"SELECT {HoldingColumns} FROM fairlead.claim WHERE id IS NOT NULL ORDER BY id");

    public static async Task<LedgerContents> ReadAllAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var last = await LastEntryAsync(reader, ct).ConfigureAwait(false);
        var (stored, deleted) = await SitesAsync(reader, ct).ConfigureAwait(false);
        var holdings = new List<Holding>();
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) holdings.Add(Holding(reader));
        return new(stored, holdings, last) { DeletedSites = deleted };
    }

    /// <summary>
    /// What changed since an entry. The ids go through an array, which the planner always looks up in the index; joined with a table of
    /// changes that it takes for large, it would read every claim.
    /// </summary>
    public static PostgresBatch AddNews(this PostgresBatch batch, long known)
    {
        if (known == 0) return batch.AddAll();
        const string touched = "FROM fairlead.change WHERE last_entry > $1 ORDER BY last_entry";
        return batch
            .Add(LastEntry)
            .Add($"SELECT site, name, bytes FROM fairlead.site_file WHERE site = ANY (ARRAY(SELECT unnest(sites) {touched})) ORDER BY site, \"position\"").With(known)
            .Add($"SELECT {SiteColumns} FROM fairlead.site WHERE name = ANY (ARRAY(SELECT unnest(sites) {touched}))").With(known)
            .Add($"SELECT {HoldingColumns} FROM fairlead.claim WHERE id = ANY (ARRAY(SELECT unnest(holdings) {touched}))").With(known)
            .Add($"SELECT sites, holdings {touched}").With(known);
    }

    public static async Task<LedgerNews> ReadNewsAsync(NpgsqlDataReader reader, long known, CancellationToken ct)
    {
        var contents = await ReadAllAsync(reader, ct).ConfigureAwait(false);
        var sites = contents.Sites.ToDictionary(site => site.Name, StoredSite? (site) => site, StringComparer.Ordinal);
        var holdings = contents.Holdings.ToDictionary(holding => holding.Id, Holding? (holding) => holding);
        if (known > 0)
        {
            await reader.NextResultAsync(ct).ConfigureAwait(false);
            while (await reader.ReadAsync(ct).ConfigureAwait(false))
            {
                foreach (var name in reader.GetFieldValue<string[]>(0)) sites.TryAdd(name, null);
                foreach (var id in reader.GetFieldValue<Guid[]>(1)) holdings.TryAdd(id, null);
            }
        }

        return new(contents.LastEntry, sites, holdings);
    }

    public static async Task<Dictionary<string, StoredAnswer>> ReadAnswersAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var answers = new Dictionary<string, StoredAnswer>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) answers[reader.GetString(0)] = Answer(reader);
        return answers;
    }

    public static StoredAnswer Answer(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), Time(row, 3));

    public static HistoryEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0), Time(row, 1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), TextOrNull(row, 6), TextOrNull(row, 7), TextOrNull(row, 8));

    public static ClaimRow Claim(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), Range(row, 2), StoredNames.KindOf(row.GetString(4)), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetBoolean(8), row.GetBoolean(9));

    public static Holding Holding(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Origin = StoredNames.OriginOf(row.GetString(1)),
        Site = row.GetString(2),
        Segment = TextOrNull(row, 3),
        AddressSpace = row.GetString(4),
        Kind = StoredNames.KindOf(row.GetString(5)),
        Owner = row.GetString(6),
        Range = Range(row, 7),
        State = StoredNames.StateOf(row.GetString(9)),
        Note = TextOrNull(row, 10),
        CreatedAt = Time(row, 11),
        CreatedBy = row.GetString(12),
        ActivatedAt = TimeOrNull(row, 13),
        Until = TimeOrNull(row, 14),
        LastSeen = row.IsDBNull(15) ? null : new(Time(row, 15), row.GetBoolean(16), row.GetString(17)),
    };

    /// <summary>First and last address, from two columns.</summary>
    public static IpRange Range(NpgsqlDataReader row, int column) =>
        new(PostgresAddress.Read(row.GetFieldValue<IPAddress>(column)), PostgresAddress.Read(row.GetFieldValue<IPAddress>(column + 1)));

    /// <summary>Of the result at which the reader stands, and goes on to the next.</summary>
    private static async Task<long> LastEntryAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.ReadAsync(ct).ConfigureAwait(false);
        var last = reader.GetInt64(0);
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        return last;
    }

    private static async Task<(List<StoredSite> Stored, List<DeletedSite> Deleted)> SitesAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var files = new Dictionary<string, List<StoredFile>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            if (!files.TryGetValue(reader.GetString(0), out var ofSite)) files.Add(reader.GetString(0), ofSite = []);
            ofSite.Add(new(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        }

        await reader.NextResultAsync(ct).ConfigureAwait(false);
        var (stored, deleted) = (new List<StoredSite>(), new List<DeletedSite>());
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            var name = reader.GetString(0);
            if (reader.GetBoolean(4))
                deleted.Add(new(name, reader.GetInt64(1), Time(reader, 2), reader.GetString(3)));
            else
                stored.Add(new(name, reader.GetInt64(1), files.GetValueOrDefault(name) ?? [], Time(reader, 2), reader.GetString(3)));
        }

        return (stored, deleted);
    }

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
