using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Looks for damage, for a guard that was taken away, and for rows that break the ledger's promises.</summary>
internal static class PostgresVerification
{
    // Every one answers a sentence per fault.
    private static readonly string[] Questions =
    [
        "SELECT 'PostgreSQL runs with fsync = off: a power cut can lose what was acknowledged.' WHERE current_setting('fsync') = 'off'",
        "SELECT 'PostgreSQL runs with full_page_writes = off: a power cut can tear pages.' WHERE current_setting('full_page_writes') = 'off'",
        """
        SELECT format('The constraint %s of claims is missing or not validated.', wanted) FROM unnest(ARRAY['held_once', 'range_is_of_single_addresses', 'holding_or_claim', 'seen_wholly']) AS wanted
        WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'fairlead.claim'::regclass AND conname = wanted AND convalidated)
        """,
        """
        SELECT format('The trigger %s is missing or switched off.', wanted) FROM unnest(ARRAY['history_never_changed', 'history_without_gap', 'sites_stay', 'site_revisions_rise']) AS wanted
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid IN ('fairlead.history'::regclass, 'fairlead.site'::regclass) AND tgname = wanted AND tgenabled IN ('O', 'A'))
        """,
        """
        SELECT format('An index is not valid: %s.', indexrelid::regclass) FROM pg_index
        WHERE NOT (indisvalid AND indisready) AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'fairlead'::regnamespace)
        """,
        // By sorting, not by the index that it is about.
        """
        SELECT format('%s of %s in address space %s is held twice: %s has it too.', range, owner, address_space, other)
        FROM (
          SELECT address_space, range, owner, lag(range) OVER by_first AS before, lag(owner) OVER by_first AS other
          FROM fairlead.claim WHERE is_exclusive AND NOT is_accepted
          WINDOW by_first AS (PARTITION BY address_space ORDER BY lower(range))) AS held
        WHERE range && before LIMIT 100
        """,
        "SELECT format('History has %s entries, and the last is %s: some are missing.', count(*), max(id)) FROM fairlead.history HAVING count(*) <> coalesce(max(id), 0)",
        "SELECT format('A file of the site %s has no site.', site) FROM fairlead.site_file WHERE site NOT IN (SELECT name FROM fairlead.site) LIMIT 100",
    ];

    public static async Task<IReadOnlyList<string>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var found = new List<string>();
        // A large ledger is read as a whole, which takes longer than a turn.
        await using var batch = new PostgresBatch(connection, timeoutSeconds: 0);
        foreach (var question in Questions) batch.Add(question);
        batch.AddAll();
        try
        {
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            for (var i = 0; i < Questions.Length; i++)
            {
                while (await reader.ReadAsync(ct).ConfigureAwait(false)) found.Add(reader.GetString(0));
                await reader.NextResultAsync(ct).ConfigureAwait(false);
            }

            // Reading them understands every value.
            await PostgresRows.ReadAllAsync(reader, ct).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            found.Add($"A row can't be read: {e.Message}");
        }
        catch (PostgresException said) when (said.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.UndefinedTable)
        {
            found.Add($"PostgreSQL finds: {said.MessageText}");
        }

        return found;
    }
}
