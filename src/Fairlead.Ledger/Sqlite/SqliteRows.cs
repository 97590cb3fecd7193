using System.Text.Json;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

/// <summary>Values from rows: which columns, in which order.</summary>
internal static class SqliteRows
{
    public const string HoldingColumns =
        "id, origin, site, segment, address_space, kind, owner, family, first, last, state, note, created_at, created_by, activated_at, until, seen_at, seen_answered, seen_by";

    public const string ClaimColumns = "site, address_space, family, first, last, kind, owner, subject, source, is_exclusive, is_accepted";

    public const string EntryColumns = "id, at, who, action, site, subject, why, before, after";

    public static long LastEntry(SqliteSession session) => session.Number("SELECT coalesce(max(id), 0) FROM history");

    public static LedgerContents Contents(SqliteSession session)
    {
        var (sites, deleted) = Sites(session);
        return new(sites, [.. Holdings(session)], LastEntry(session)) { DeletedSites = deleted };
    }

    public static LedgerNews News(SqliteSession session, long known)
    {
        var last = LastEntry(session);
        var sites = new Dictionary<string, StoredSite?>(StringComparer.Ordinal);
        var holdings = new Dictionary<Guid, Holding?>();
        if (known == 0 && last > 0)
        {
            foreach (var site in Sites(session).Stored) sites.Add(site.Name, site);
            foreach (var holding in Holdings(session)) holdings.Add(holding.Id, holding);
        }
        else if (last > known)
        {
            AddTouched(session, known, sites, holdings);
        }

        return new(last, sites, holdings);
    }

    public static Dictionary<string, StoredAnswer> Answers(SqliteSession session, IReadOnlyCollection<string> keys)
    {
        var answers = new Dictionary<string, StoredAnswer>(StringComparer.Ordinal);
        var statement = session["SELECT key, fingerprint, body, at FROM answer WHERE key = ?"];
        foreach (var key in keys)
        {
            statement.Add(key);
            while (statement.Next()) answers[key] = Answer(statement);
        }

        return answers;
    }

    public static (List<StoredSite> Stored, List<DeletedSite> Deleted) Sites(SqliteSession session)
    {
        var (stored, deleted) = (new List<StoredSite>(), new List<DeletedSite>());
        var statement = session["SELECT name, revision, changed_at, changed_by, is_deleted FROM site ORDER BY name"];
        while (statement.Next())
        {
            if (statement.Flag(4))
                deleted.Add(new(statement.Text(0), statement.Long(1), statement.Time(2), statement.Text(3)));
            else
                stored.Add(new(statement.Text(0), statement.Long(1), Files(session, statement.Text(0)), statement.Time(2), statement.Text(3)));
        }

        return (stored, deleted);
    }

    public static IEnumerable<Holding> Holdings(SqliteSession session)
    {
        var statement = session[$"SELECT {HoldingColumns} FROM claim WHERE id IS NOT NULL ORDER BY id"];
        while (statement.Next()) yield return Holding(statement);
    }

    public static IEnumerable<ClaimRow> Claims(SqliteSession session, string? site)
    {
        var statement = site is null
            ? session[$"SELECT {ClaimColumns} FROM claim WHERE id IS NULL ORDER BY site, address_space, family, first, number"]
            : session[$"SELECT {ClaimColumns} FROM claim WHERE id IS NULL AND site = ? ORDER BY address_space, family, first, number"].Add(site);
        while (statement.Next())
        {
            yield return new(
                statement.Text(0), statement.Text(1), statement.Range(2), StoredNames.KindOf(statement.Text(5)), statement.Text(6), statement.Text(7),
                statement.Text(8), statement.Flag(9), statement.Flag(10));
        }
    }

    public static IEnumerable<HistoryEntry> History(SqliteStatement statement)
    {
        while (statement.Next())
        {
            yield return new(
                statement.Long(0), statement.Time(1), statement.Text(2), statement.Text(3), statement.Text(4), statement.Text(5),
                statement.TextOrNull(6), statement.TextOrNull(7), statement.TextOrNull(8));
        }
    }

    public static StoredAnswer Answer(SqliteStatement statement) => new(statement.Text(0), statement.Text(1), statement.Text(2), statement.Time(3));

    private static Holding Holding(SqliteStatement row) => new()
    {
        Id = row.Id(0),
        Origin = StoredNames.OriginOf(row.Text(1)),
        Site = row.Text(2),
        Segment = row.TextOrNull(3),
        AddressSpace = row.Text(4),
        Kind = StoredNames.KindOf(row.Text(5)),
        Owner = row.Text(6),
        Range = row.Range(7),
        State = StoredNames.StateOf(row.Text(10)),
        Note = row.TextOrNull(11),
        CreatedAt = row.Time(12),
        CreatedBy = row.Text(13),
        ActivatedAt = row.TimeOrNull(14),
        Until = row.TimeOrNull(15),
        LastSeen = row.IsNull(16) ? null : new(row.Time(16), row.Flag(17), row.Text(18)),
    };

    private static List<StoredFile> Files(SqliteSession session, string site)
    {
        var files = new List<StoredFile>();
        var statement = session["SELECT name, bytes FROM site_file WHERE site = ? ORDER BY position"].Add(site);
        while (statement.Next()) files.Add(new(statement.Text(0), statement.Blob(1).ToArray()));
        return files;
    }

    private static void AddTouched(SqliteSession session, long known, Dictionary<string, StoredSite?> sites, Dictionary<Guid, Holding?> holdings)
    {
        var changes = session["SELECT sites, holdings FROM change WHERE last_entry > ?"].Add(known);
        while (changes.Next())
        {
            using var names = JsonDocument.Parse(changes.Text(0));
            foreach (var name in names.RootElement.EnumerateArray()) sites[name.GetString()!] = null;
            for (var ids = changes.Blob(1); !ids.IsEmpty; ids = ids[16..]) holdings[new Guid(ids[..16], bigEndian: true)] = null;
        }

        foreach (var name in sites.Keys.ToList())
        {
            var site = session["SELECT name, revision, changed_at, changed_by FROM site WHERE name = ? AND is_deleted = 0"].Add(name);
            while (site.Next()) sites[name] = new(name, site.Long(1), Files(session, name), site.Time(2), site.Text(3));
        }

        foreach (var id in holdings.Keys.ToList())
        {
            var holding = session[$"SELECT {HoldingColumns} FROM claim WHERE id = ?"].Add(id);
            while (holding.Next()) holdings[id] = Holding(holding);
        }
    }
}
