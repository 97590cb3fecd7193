using Fairlead.Core.Addressing;
using Fairlead.Ledger.Storage;
using SQLitePCL;

namespace Fairlead.Ledger.Sqlite;

/// <summary>
/// A prepared statement that is used again and again. Closer to SQLite than Microsoft.Data.Sqlite's commands, which box every value and wait on a
/// busy file by sleeping: a commit of hundreds of reservations runs thousands of statements.
/// </summary>
internal sealed class SqliteStatement(sqlite3 connection, sqlite3_stmt statement) : IDisposable
{
    private int _bound;

    public SqliteStatement Null() => Bound(raw.sqlite3_bind_null(statement, ++_bound));

    public SqliteStatement Add(long value) => Bound(raw.sqlite3_bind_int64(statement, ++_bound, value));

    public SqliteStatement Add(bool value) => Add(value ? 1L : 0L);

    public SqliteStatement Add(string? value) => value is null ? Null() : Bound(raw.sqlite3_bind_text(statement, ++_bound, value));

    public SqliteStatement Add(DateTimeOffset value) => Add(StoredTime.ToMicroseconds(value));

    public SqliteStatement Add(DateTimeOffset? value) => value is { } time ? Add(time) : Null();

    public SqliteStatement Add(ReadOnlySpan<byte> value) => Bound(
        // An empty span has no address, and SQLite would take that for NULL.
        value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, ++_bound, 0) : raw.sqlite3_bind_blob(statement, ++_bound, value));

    public SqliteStatement Add(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Add(bytes);
    }

    public SqliteStatement Add(IpAddr value)
    {
        Span<byte> key = stackalloc byte[AddressKey.Length];
        AddressKey.Write(value, key);
        return Add(key);
    }

    /// <summary>Family, first and last address: three parameters.</summary>
    public SqliteStatement Add(IpRange value) => Add((long)value.Family).Add(value.First).Add(value.Last);

    /// <summary>Goes to the next row; false after the last, when the statement can be bound anew.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        // The message belongs to the connection, and a reset could change it.
        var message = code == raw.SQLITE_DONE ? "" : raw.sqlite3_errmsg(connection).utf8_to_string();
        var extended = raw.sqlite3_extended_errcode(connection);
        Reset();
        return code == raw.SQLITE_DONE ? false : throw new SqliteFault(extended, message);
    }

    /// <summary>Runs it, and passes over rows that it answers.</summary>
    public void Run()
    {
        while (Next())
        {
        }
    }

    /// <summary>Ends it before the last row.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
        _bound = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public bool Flag(int column) => Long(column) != 0;

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public DateTimeOffset Time(int column) => StoredTime.FromMicroseconds(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public Guid Id(int column) => new(Blob(column), bigEndian: true);

    /// <summary>Family, first and last address, from three columns.</summary>
    public IpRange Range(int column) => new(AddressKey.Read(Long(column), Blob(column + 1)), AddressKey.Read(Long(column), Blob(column + 2)));

    public void Dispose() => statement.Dispose();

    private SqliteStatement Bound(int code) =>
        code == raw.SQLITE_OK ? this : throw new SqliteFault(code, raw.sqlite3_errmsg(connection).utf8_to_string());
}
