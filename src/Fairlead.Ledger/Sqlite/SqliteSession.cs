using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Fairlead.Ledger.Sqlite;

/// <summary>One connection to the file, and the statements prepared on it. For one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        _handle = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
    }

    /// <param name="patience">How long a statement waits on another process that holds the file.</param>
    /// <exception cref="SqliteFault">It can't be opened.</exception>
    public static SqliteSession Open(string path, TimeSpan patience, string synchronous = "FULL")
    {
        // Never made here: a ledger that was moved away is not to come back as an empty one.
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.WaitFor(patience);
            // Commits move the log into the file themselves only when the checkpointer can't follow: at 64 MB.
            session.Execute($"PRAGMA foreign_keys = ON; PRAGMA synchronous = {synchronous}; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000");
            return session;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new SqliteFault(fault.SqliteExtendedErrorCode, fault.Message);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void WaitFor(TimeSpan patience) => raw.sqlite3_busy_timeout(_handle, checked((int)patience.TotalMilliseconds));

    /// <summary>The statement, ready to be bound; prepared when it is used first.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (_statements.TryGetValue(sql, out var statement)) return statement;
            Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
            return _statements[sql] = new(_handle, prepared);
        }
    }

    /// <summary>Statements without parameters, once.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of the one row that it answers.</summary>
    public long Number(string sql)
    {
        var statement = this[sql];
        var number = statement.Next() ? statement.Long(0) : throw new InvalidOperationException($"No row: {sql}");
        statement.Reset();
        return number;
    }

    /// <inheritdoc cref="Number"/>
    public string Text(string sql)
    {
        var statement = this[sql];
        var text = statement.Next() ? statement.Text(0) : throw new InvalidOperationException($"No row: {sql}");
        statement.Reset();
        return text;
    }

    /// <summary>False: SQLite has already undone it, as it does by itself when the disk is full.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Ends what runs on this connection, from another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteFault(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string());
    }
}
