using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Brings the schema up to date, inside one transaction and under a lock: a second replica waits, and finds the work done.</summary>
internal static class PostgresMigrator
{
    // Any number that is not the writers': "FLmi".
    private const long Lock = 0x464C6D69;

    public static IReadOnlyList<Migration> Known { get; } = Migration.Of("Postgres");

    /// <exception cref="LedgerUnavailableException">The schema is of a newer Fairlead, or can't be made.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, string place, CancellationToken ct)
    {
        // Most databases are up to date, and a user that may not create anything can open them.
        if (Migration.Pending(Known, await AppliedAsync(connection, ct).ConfigureAwait(false), place).Count == 0) return;

        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", ct).ConfigureAwait(false);
        var applied = await AppliedAsync(connection, ct).ConfigureAwait(false);
        if (applied.Count == 0)
        {
            // IF NOT EXISTS wants the right to create even where the schema is there.
            await ExecuteAsync(connection, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'fairlead') THEN CREATE SCHEMA fairlead; END IF; END $$", ct).ConfigureAwait(false);
            await CreateExtensionAsync(connection, place, ct).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                "CREATE TABLE fairlead.migration (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
                ct).ConfigureAwait(false);
        }

        foreach (var migration in Migration.Pending(Known, applied, place))
        {
            await ExecuteAsync(connection, migration.Sql, ct).ConfigureAwait(false);
            await using var record = new NpgsqlCommand("INSERT INTO fairlead.migration (number, name, checksum) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
            };
            await record.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }

        await transaction.CommitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>An equality of texts beside an overlap of ranges in one index needs it. PostgreSQL lets the owner of a database create it.</summary>
    private static async Task CreateExtensionAsync(NpgsqlConnection connection, string place, CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA fairlead", ct).ConfigureAwait(false);
        }
        catch (PostgresException said) when (said.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile)
        {
            throw new LedgerUnavailableException(
                $"The ledger {place} needs PostgreSQL's extension btree_gist, and it can't be created: {said.MessageText}. Install PostgreSQL's contrib modules on the server, "
                + "or have an administrator run CREATE EXTENSION btree_gist in this database, once.",
                said);
        }
    }

    private static async Task<List<AppliedMigration>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new List<AppliedMigration>();
        // Not to_regclass: a session that looked before it waited for the lock would answer from what it remembers.
        await using (var exists = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'fairlead' AND tablename = 'migration')", connection))
        {
            if (await exists.ExecuteScalarAsync(ct).ConfigureAwait(false) is not true) return applied;
        }

        await using var command = new NpgsqlCommand("SELECT number, name, checksum FROM fairlead.migration ORDER BY number", connection);
        await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) applied.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }
}
