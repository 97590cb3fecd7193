using System.Globalization;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

/// <summary>Brings the schema of a file up to date, inside one transaction: a second process waits, and finds the work done.</summary>
internal static class SqliteMigrator
{
    /// <summary>Marks the file as a ledger; <c>file</c> shows it as the user version's neighbour. "FLgr".</summary>
    private const int ApplicationId = 0x464C6772;

    public static IReadOnlyList<Migration> Known { get; } = Migration.Of("Sqlite");

    /// <exception cref="LedgerUnavailableException">The file is another program's, or of a newer Fairlead.</exception>
    public static void Migrate(SqliteSession session, string path)
    {
        // Most files are up to date, and reading waits for nobody.
        if (session.Number("PRAGMA application_id") == ApplicationId && Migration.Pending(Known, Applied(session), path).Count == 0) return;

        session.Execute("BEGIN IMMEDIATE");
        try
        {
            if (session.Number("PRAGMA application_id") != ApplicationId) MarkAsLedger(session, path);
            foreach (var migration in Migration.Pending(Known, Applied(session), path))
            {
                session.Execute(migration.Sql);
                session["INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)"]
                    .Add(migration.Number).Add(migration.Name).Add(migration.Checksum).Add(DateTimeOffset.UtcNow).Run();
            }

            session.Execute("COMMIT");
        }
        finally
        {
            if (session.IsInTransaction) session.Execute("ROLLBACK");
        }
    }

    private static void MarkAsLedger(SqliteSession session, string path)
    {
        if (session.Number("SELECT count(*) FROM sqlite_master") > 0)
            throw new LedgerUnavailableException($"The file {path} is a SQLite database of another program, not a ledger. Name another file.");
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        session.Execute("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
    }

    private static List<AppliedMigration> Applied(SqliteSession session)
    {
        var applied = new List<AppliedMigration>();
        var statement = session["SELECT number, name, checksum FROM migration ORDER BY number"];
        while (statement.Next()) applied.Add(new(checked((int)statement.Long(0)), statement.Text(1), statement.Text(2)));
        return applied;
    }
}
