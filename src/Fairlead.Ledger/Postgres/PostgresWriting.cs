using Fairlead.Ledger.Json;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Postgres;

/// <summary>Rows from values: a statement for each table, whatever the number of rows.</summary>
internal static class PostgresWriting
{
    private const string UpsertHoldings =
        """
        INSERT INTO fairlead.claim (id, origin, site, segment, address_space, kind, owner, range, state, note, created_at, created_by,
          activated_at, until, seen_at, seen_answered, seen_by, is_exclusive, is_accepted)
        SELECT id, origin, site, segment, address_space, kind, owner, fairlead.address_range(first, last, '[]'), state, note, created_at, created_by,
          activated_at, until, seen_at, seen_answered, seen_by, true, false
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) AS t (id, origin, site, segment, address_space,
          kind, owner, first, last, state, note, created_at, created_by, activated_at, until, seen_at, seen_answered, seen_by)
        ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, site = excluded.site, segment = excluded.segment,
          address_space = excluded.address_space, kind = excluded.kind, owner = excluded.owner, range = excluded.range, state = excluded.state,
          note = excluded.note, created_at = excluded.created_at, created_by = excluded.created_by, activated_at = excluded.activated_at,
          until = excluded.until, seen_at = excluded.seen_at, seen_answered = excluded.seen_answered, seen_by = excluded.seen_by
        """;

    private const string InsertClaims =
        """
        INSERT INTO fairlead.claim (site, address_space, range, kind, owner, subject, source, is_exclusive, is_accepted)
        SELECT site, address_space, fairlead.address_range(first, last, '[]'), kind, owner, subject, source, is_exclusive, is_accepted
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS t (site, address_space, first, last, kind, owner, subject, source, is_exclusive, is_accepted)
        """;

    // Rows that are equal are numbered on both sides, so that as many go as are named.
    private const string DeleteClaims =
        """
        DELETE FROM fairlead.claim WHERE "number" IN (
          SELECT present."number" FROM (
            SELECT *, row_number() OVER (PARTITION BY site, address_space, range, kind, owner, subject, source, is_exclusive, is_accepted) AS copy
            FROM fairlead.claim WHERE id IS NULL AND site = ANY ($1)) AS present
          JOIN (
            SELECT *, row_number() OVER (PARTITION BY site, address_space, first, last, kind, owner, subject, source, is_exclusive, is_accepted) AS copy
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS t (site, address_space, first, last, kind, owner, subject, source, is_exclusive, is_accepted)) AS gone
          ON present.site = gone.site AND present.address_space = gone.address_space AND present.range = fairlead.address_range(gone.first, gone.last, '[]')
            AND present.kind = gone.kind AND present.owner = gone.owner AND present.subject = gone.subject AND present.source = gone.source
            AND present.is_exclusive = gone.is_exclusive AND present.is_accepted = gone.is_accepted AND present.copy = gone.copy)
        """;

    /// <summary>What goes, goes first: so a range can pass from one holder to another in one commit.</summary>
    public static PostgresBatch AddWrite(this PostgresBatch batch, LedgerWrite write)
    {
        if (write.ClaimsGone.Count > 0) batch.Add(DeleteClaims).WithClaims(write.ClaimsGone);
        var gone = write.Holdings.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        if (gone.Length > 0) batch.Add("DELETE FROM fairlead.claim WHERE id = ANY ($1)").With(gone);
        batch.AddClaims(write.ClaimsNew);
        batch.AddHoldings([.. write.Holdings.Values.OfType<Holding>()]);
        if (write.Sites.Count > 0)
        {
            batch.Add("DELETE FROM fairlead.site_file WHERE site = ANY ($1)").With(write.Sites.Keys);
            batch.Add("UPDATE fairlead.site SET is_deleted = true WHERE NOT is_deleted AND name = ANY ($1)").With(write.Sites.Where(pair => pair.Value is null).Select(pair => pair.Key));
            batch.AddSites([.. write.Sites.Values.OfType<StoredSite>()]);
        }

        batch.AddEntries(write.Entries);
        if (write.Sites.Count + write.Holdings.Count > 0)
        {
            batch.Add("INSERT INTO fairlead.change (last_entry, sites, holdings) VALUES ($1, $2, $3)")
                .With(write.Entries[^1].Id).With(write.Sites.Keys).With(write.Holdings.Keys);
        }

        if (write.ForgetAnswersBefore is { } moment) batch.Add("DELETE FROM fairlead.answer WHERE at < $1").With(PostgresTime.Of(moment));
        return batch.AddAnswers(write.Answers);
    }

    public static PostgresBatch AddPiece(this PostgresBatch batch, LedgerPiece piece)
    {
        batch.AddSites(piece.Sites);
        if (piece.DeletedSites.Count > 0)
        {
            batch.Add("INSERT INTO fairlead.site (name, revision, changed_at, changed_by, is_deleted) SELECT *, true FROM unnest($1, $2, $3, $4)")
                .With(piece.DeletedSites.Select(site => site.Name)).With(piece.DeletedSites.Select(site => site.Revision))
                .With(piece.DeletedSites.Select(site => site.At)).With(piece.DeletedSites.Select(site => site.By));
        }

        batch.AddClaims(piece.Claims);
        batch.AddHoldings(piece.Holdings);
        batch.AddEntries(piece.Entries);
        return batch.AddAnswers(piece.Answers);
    }

    private static void AddHoldings(this PostgresBatch batch, IReadOnlyList<Holding> holdings)
    {
        if (holdings.Count == 0) return;
        batch.Add(UpsertHoldings)
            .With(holdings.Select(holding => holding.Id)).With(holdings.Select(holding => HoldingWords.NameOf(holding.Origin)))
            .With(holdings.Select(holding => holding.Site)).With(holdings.Select(holding => holding.Segment))
            .With(holdings.Select(holding => holding.AddressSpace)).With(holdings.Select(holding => StoredNames.NameOf(holding.Kind)))
            .With(holdings.Select(holding => holding.Owner)).With(holdings.Select(holding => PostgresAddress.Of(holding.Range.First)))
            .With(holdings.Select(holding => PostgresAddress.Of(holding.Range.Last))).With(holdings.Select(holding => HoldingWords.NameOf(holding.State)))
            .With(holdings.Select(holding => holding.Note)).With(holdings.Select(holding => holding.CreatedAt))
            .With(holdings.Select(holding => holding.CreatedBy)).With(holdings.Select(holding => holding.ActivatedAt))
            .With(holdings.Select(holding => holding.Until)).With(holdings.Select(holding => holding.LastSeen?.At))
            .With(holdings.Select(holding => holding.LastSeen?.Answered)).With(holdings.Select(holding => holding.LastSeen?.By));
    }

    private static void AddClaims(this PostgresBatch batch, IReadOnlyList<ClaimRow> claims)
    {
        if (claims.Count > 0) batch.Add(InsertClaims).WithClaims(claims);
    }

    private static void WithClaims(this PostgresBatch batch, IReadOnlyList<ClaimRow> claims) => batch
        .With(claims.Select(claim => claim.Site)).With(claims.Select(claim => claim.AddressSpace))
        .With(claims.Select(claim => PostgresAddress.Of(claim.Range.First))).With(claims.Select(claim => PostgresAddress.Of(claim.Range.Last)))
        .With(claims.Select(claim => StoredNames.NameOf(claim.Kind))).With(claims.Select(claim => claim.Owner))
        .With(claims.Select(claim => claim.Subject)).With(claims.Select(claim => claim.Source))
        .With(claims.Select(claim => claim.IsExclusive)).With(claims.Select(claim => claim.IsAccepted));

    private static void AddSites(this PostgresBatch batch, IReadOnlyList<StoredSite> sites)
    {
        if (sites.Count == 0) return;
        batch.Add(
            """
            INSERT INTO fairlead.site (name, revision, changed_at, changed_by, is_deleted) SELECT *, false FROM unnest($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, changed_at = excluded.changed_at, changed_by = excluded.changed_by, is_deleted = false
            """)
            .With(sites.Select(site => site.Name)).With(sites.Select(site => site.Revision)).With(sites.Select(site => site.At)).With(sites.Select(site => site.By));
        var files = sites.SelectMany(site => site.Files.Select((file, position) => (Site: site.Name, Position: position, File: file))).ToArray();
        batch.Add("INSERT INTO fairlead.site_file (site, \"position\", name, bytes) SELECT * FROM unnest($1, $2, $3, $4)")
            .With(files.Select(file => file.Site)).With(files.Select(file => file.Position)).With(files.Select(file => file.File.Name))
            .With(files.Select(file => file.File.Bytes.ToArray()));
    }

    private static void AddEntries(this PostgresBatch batch, IReadOnlyList<HistoryEntry> entries)
    {
        if (entries.Count == 0) return;
        batch.Add($"INSERT INTO fairlead.history ({PostgresRows.EntryColumns}) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .With(entries.Select(entry => entry.Id)).With(entries.Select(entry => entry.At)).With(entries.Select(entry => entry.Who))
            .With(entries.Select(entry => entry.Action)).With(entries.Select(entry => entry.Site)).With(entries.Select(entry => entry.Subject))
            .With(entries.Select(entry => entry.Why)).With(entries.Select(entry => entry.Before)).With(entries.Select(entry => entry.After));
    }

    private static PostgresBatch AddAnswers(this PostgresBatch batch, IReadOnlyList<StoredAnswer> answers) => answers.Count == 0
        ? batch
        : batch.Add("INSERT INTO fairlead.answer (key, fingerprint, body, at) SELECT * FROM unnest($1, $2, $3, $4)")
            .With(answers.Select(answer => answer.Key)).With(answers.Select(answer => answer.Fingerprint))
            .With(answers.Select(answer => answer.Body)).With(answers.Select(answer => answer.At));
}
