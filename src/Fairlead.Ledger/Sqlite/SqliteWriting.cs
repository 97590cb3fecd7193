using System.Buffers;
using System.Text;
using System.Text.Json;
using Fairlead.Ledger.Json;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

/// <summary>Rows from values, within a transaction that somebody else begins and ends.</summary>
internal static class SqliteWriting
{
    private const string Upsert =
        """
        INSERT INTO claim (id, origin, site, segment, address_space, kind, owner, family, first, last, state, note, created_at, created_by,
          activated_at, until, seen_at, seen_answered, seen_by, is_exclusive, is_accepted)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)
        ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, site = excluded.site, segment = excluded.segment,
          address_space = excluded.address_space, kind = excluded.kind, owner = excluded.owner, family = excluded.family,
          first = excluded.first, last = excluded.last, state = excluded.state, note = excluded.note, created_at = excluded.created_at,
          created_by = excluded.created_by, activated_at = excluded.activated_at, until = excluded.until, seen_at = excluded.seen_at,
          seen_answered = excluded.seen_answered, seen_by = excluded.seen_by
        """;

    /// <summary>What goes, goes first: so a range can pass from one holder to another in one commit.</summary>
    public static void Write(SqliteSession session, LedgerWrite write)
    {
        foreach (var claim in write.ClaimsGone) Remove(session, claim);
        foreach (var (id, holding) in write.Holdings)
        {
            if (holding is null) session["DELETE FROM claim WHERE id = ?"].Add(id).Run();
        }

        foreach (var claim in write.ClaimsNew) Add(session, claim);
        foreach (var holding in write.Holdings.Values)
        {
            if (holding is not null) Put(session, holding);
        }

        foreach (var (name, site) in write.Sites)
        {
            if (site is null)
                Delete(session, name);
            else
                Put(session, site);
        }

        foreach (var entry in write.Entries) Add(session, entry);
        if (write.Sites.Count + write.Holdings.Count > 0) AddChange(session, write);
        if (write.ForgetAnswersBefore is { } moment) session["DELETE FROM answer WHERE at < ?"].Add(moment).Run();
        foreach (var answer in write.Answers) Add(session, answer);
    }

    public static void Write(SqliteSession session, LedgerPiece piece)
    {
        foreach (var site in piece.Sites) Put(session, site);
        foreach (var site in piece.DeletedSites) Add(session, site);
        foreach (var claim in piece.Claims) Add(session, claim);
        foreach (var holding in piece.Holdings) Put(session, holding);
        foreach (var entry in piece.Entries) Add(session, entry);
        foreach (var answer in piece.Answers) Add(session, answer);
    }

    private static void Put(SqliteSession session, Holding holding)
    {
        var statement = session[Upsert]
            .Add(holding.Id).Add(HoldingWords.NameOf(holding.Origin)).Add(holding.Site).Add(holding.Segment).Add(holding.AddressSpace)
            .Add(StoredNames.NameOf(holding.Kind)).Add(holding.Owner).Add(holding.Range).Add(HoldingWords.NameOf(holding.State)).Add(holding.Note)
            .Add(holding.CreatedAt).Add(holding.CreatedBy).Add(holding.ActivatedAt).Add(holding.Until);
        if (holding.LastSeen is { } seen)
            statement.Add(seen.At).Add(seen.Answered).Add(seen.By);
        else
            statement.Null().Null().Null();
        statement.Run();
    }

    private static void Add(SqliteSession session, ClaimRow claim) =>
        session[$"INSERT INTO claim ({SqliteRows.ClaimColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"]
            .Add(claim.Site).Add(claim.AddressSpace).Add(claim.Range).Add(StoredNames.NameOf(claim.Kind)).Add(claim.Owner).Add(claim.Subject)
            .Add(claim.Source).Add(claim.IsExclusive).Add(claim.IsAccepted).Run();

    /// <summary>One row, also when there are several that are equal.</summary>
    private static void Remove(SqliteSession session, ClaimRow claim) => session[
        """
        DELETE FROM claim WHERE number = (
          SELECT number FROM claim
          WHERE id IS NULL AND site = ? AND address_space = ? AND family = ? AND first = ? AND last = ? AND kind = ? AND owner = ? AND subject = ?
            AND source = ? AND is_exclusive = ? AND is_accepted = ?
          LIMIT 1)
        """]
        .Add(claim.Site).Add(claim.AddressSpace).Add(claim.Range).Add(StoredNames.NameOf(claim.Kind)).Add(claim.Owner).Add(claim.Subject)
        .Add(claim.Source).Add(claim.IsExclusive).Add(claim.IsAccepted).Run();

    private static void Put(SqliteSession session, StoredSite site)
    {
        session[
            """
            INSERT INTO site (name, revision, changed_at, changed_by, is_deleted) VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, changed_at = excluded.changed_at, changed_by = excluded.changed_by, is_deleted = 0
            """].Add(site.Name).Add(site.Revision).Add(site.At).Add(site.By).Run();
        session["DELETE FROM site_file WHERE site = ?"].Add(site.Name).Run();
        for (var i = 0; i < site.Files.Count; i++)
            session["INSERT INTO site_file (site, position, name, bytes) VALUES (?, ?, ?, ?)"].Add(site.Name).Add(i).Add(site.Files[i].Name).Add(site.Files[i].Bytes.Span).Run();
    }

    private static void Delete(SqliteSession session, string site)
    {
        session["UPDATE site SET is_deleted = 1 WHERE name = ? AND is_deleted = 0"].Add(site).Run();
        session["DELETE FROM site_file WHERE site = ?"].Add(site).Run();
    }

    private static void Add(SqliteSession session, DeletedSite site) =>
        session["INSERT INTO site (name, revision, changed_at, changed_by, is_deleted) VALUES (?, ?, ?, ?, 1)"]
            .Add(site.Name).Add(site.Revision).Add(site.At).Add(site.By).Run();

    private static void Add(SqliteSession session, HistoryEntry entry) =>
        session[$"INSERT INTO history ({SqliteRows.EntryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"]
            .Add(entry.Id).Add(entry.At).Add(entry.Who).Add(entry.Action).Add(entry.Site).Add(entry.Subject).Add(entry.Why).Add(entry.Before).Add(entry.After).Run();

    private static void AddChange(SqliteSession session, LedgerWrite write)
    {
        var names = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(names))
        {
            json.WriteStartArray();
            foreach (var name in write.Sites.Keys) json.WriteStringValue(name);
            json.WriteEndArray();
        }

        var ids = new byte[16 * write.Holdings.Count];
        var end = 0;
        foreach (var id in write.Holdings.Keys)
        {
            id.TryWriteBytes(ids.AsSpan(end), bigEndian: true, out _);
            end += 16;
        }

        session["INSERT INTO change (last_entry, sites, holdings) VALUES (?, ?, ?)"]
            .Add(write.Entries[^1].Id).Add(Encoding.UTF8.GetString(names.WrittenSpan)).Add(ids).Run();
    }

    private static void Add(SqliteSession session, StoredAnswer answer) =>
        session["INSERT INTO answer (key, fingerprint, body, at) VALUES (?, ?, ?, ?)"].Add(answer.Key).Add(answer.Fingerprint).Add(answer.Body).Add(answer.At).Run();
}
