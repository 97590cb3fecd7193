using SQLitePCL;

namespace Fairlead.Ledger.Sqlite;

/// <summary>What SQLite's answers mean for the ledger, and what to do about them.</summary>
internal static class SqliteErrors
{
    public static LedgerUnavailableException Explain(SqliteFault fault, string path, bool isUncertain = false) =>
        new(Message(fault, path), fault) { IsUncertain = isUncertain };

    public static LedgerUnavailableException Damaged(string path, string how, Exception? inner = null) => new(
        $"The ledger {path} is damaged: {how}. Keep the file for a look, and restore the last backup: fairlead ledger restore.", inner);

    /// <summary>
    /// A commit that fails while its last pages are written or synced may still be found whole after a crash: SQLite writes the pages and the
    /// mark that makes them count before it asks the disk. A full disk is no such case: the pages, or the mark, were not written.
    /// </summary>
    public static bool IsUncertainAtCommit(SqliteFault fault) => fault.Primary == raw.SQLITE_IOERR;

    /// <summary>The trigger that guards what is held refused a row.</summary>
    public static bool IsHeld(Exception? fault) =>
        fault is SqliteFault { Code: raw.SQLITE_CONSTRAINT_TRIGGER } && fault.Message.Contains("are held", StringComparison.Ordinal);

    private static string Message(SqliteFault fault, string path) => fault.Primary switch
    {
        raw.SQLITE_FULL => $"The disk of the ledger {path} is full. Nothing was stored; make room, and it goes on.",
        raw.SQLITE_READONLY => $"The ledger {path} can't be written: the file, its folder or its file system is read-only for this user. Nothing was stored; give the right to write to both the file and its folder.",
        raw.SQLITE_CANTOPEN => $"The ledger {path} can't be opened: the file or its folder is missing, or this user may not read and write both.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => $"The ledger {path} can't be opened: this user may not read and write it.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The ledger {path} is locked: another process holds it. Nothing was stored; end that process (another fairlead, or a database tool with an open transaction) or let it finish, and try again.",
        raw.SQLITE_NOTADB => $"The file {path} is not a ledger: it is not a SQLite database, or its beginning is damaged. Name another file, or restore a backup: fairlead ledger restore.",
        raw.SQLITE_CORRUPT => Damaged(path, fault.Message).Message,
        raw.SQLITE_IOERR => $"The disk of the ledger {path} does not read or write as it should ({fault.Message}, code {fault.Code}). Is it full, gone or failing? The system's log may say so.",
        raw.SQLITE_NOMEM => $"There is not enough memory to work on the ledger {path}.",
        raw.SQLITE_INTERRUPT => $"The work on the ledger {path} was ended.",
        _ => $"SQLite refuses the work on the ledger {path}: {fault.Message} (code {fault.Code}). Nothing was stored.",
    };
}
