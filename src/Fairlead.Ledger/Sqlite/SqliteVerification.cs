using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Sqlite;

/// <summary>Looks for damage, and for what somebody changed past Fairlead.</summary>
internal static class SqliteVerification
{
    private const int Most = 100;

    public static IReadOnlyList<string> Run(SqliteSession session)
    {
        var found = new List<string>();
        var check = session["PRAGMA integrity_check(100)"];
        while (check.Next())
        {
            if (check.Text(0) != "ok") found.Add($"SQLite finds: {check.Text(0)}");
        }

        // What is read from damaged pages would only repeat it.
        if (found.Count > 0) return found;

        var missing = session["PRAGMA foreign_key_check"];
        while (missing.Next() && found.Count < Most) found.Add($"A row of {missing.Text(0)} refers to a row of {missing.Text(2)} that is not there.");
        missing.Reset();

        AddSchema(session, found);
        AddOverlaps(session, found);
        AddHistory(session, found);
        return found;
    }

    /// <summary>Somebody who drops a trigger to get a row in leaves a ledger without a guard.</summary>
    private static void AddSchema(SqliteSession session, List<string> found)
    {
        using var fresh = SqliteSession.Open(":memory:", TimeSpan.Zero);
        foreach (var migration in SqliteMigrator.Known) fresh.Execute(migration.Sql);
        var (wanted, present) = (Schema(fresh), Schema(session));
        foreach (var (name, sql) in wanted)
        {
            if (!present.TryGetValue(name, out var there))
                found.Add($"The schema has lost '{name}'.");
            else if (there != sql)
                found.Add($"'{name}' of the schema was changed.");
        }

        foreach (var name in present.Keys.Except(wanted.Keys)) found.Add($"The schema has '{name}', which is not Fairlead's.");
    }

    private static SortedDictionary<string, string> Schema(SqliteSession session)
    {
        var schema = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // Tables that begin with sqlite_ are its own (statistics); the table of migrations is made by their runner.
        var statement = session["SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'migration'"];
        while (statement.Next()) schema.Add(statement.Text(0), statement.Text(1));
        return schema;
    }

    private static void AddOverlaps(SqliteSession session, List<string> found)
    {
        var held = session[
            "SELECT address_space, family, first, last, owner FROM claim WHERE is_exclusive = 1 AND is_accepted = 0 ORDER BY address_space, family, first"];
        (string Space, IpRange Range, string Owner)? before = null;
        while (held.Next() && found.Count < Most)
        {
            var (space, range, owner) = (held.Text(0), held.Range(1), held.Text(4));
            if (before is { } other && other.Space == space && other.Range.Overlaps(range))
                found.Add($"{range} of {owner} in address space {space} is held twice: {other.Owner} has {other.Range}.");
            before = (space, range, owner);
        }

        held.Reset();
    }

    private static void AddHistory(SqliteSession session, List<string> found)
    {
        var (count, last) = (session.Number("SELECT count(*) FROM history"), SqliteRows.LastEntry(session));
        if (count != last) found.Add($"History has {count} entries, and the last is {last}: some are missing.");
        try
        {
            // Reading them understands every value.
            foreach (var _ in SqliteRows.Holdings(session)) ;
            foreach (var _ in SqliteRows.Claims(session, null)) ;
        }
        catch (FormatException e)
        {
            found.Add($"A claim can't be read: {e.Message}");
        }
    }
}
