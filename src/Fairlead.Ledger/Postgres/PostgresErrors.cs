using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>What PostgreSQL's answers mean for the ledger, and what to do about them.</summary>
internal static class PostgresErrors
{
    public static LedgerUnavailableException Explain(NpgsqlException fault, string place, bool isUncertain = false)
    {
        var what = fault is PostgresException said ? Message(said, place) : IsTimeout(fault)
            ? $"The PostgreSQL of the ledger {place} did not answer in time: it is overloaded, or another session holds the turn to write."
            : $"The PostgreSQL of the ledger {place} can't be reached, or the connection broke: {Innermost(fault).Message}. Is it running, and is the way to it open?";
        return new(isUncertain ? $"{what} A commit was under way; whether it took place shows when the ledger is read again." : what, fault) { IsUncertain = isUncertain };
    }

    /// <summary>The answer came before the commit was reached, so nothing was stored. A server that shuts down says so at any moment.</summary>
    public static bool IsCertain(NpgsqlException fault) => fault is PostgresException said && !said.SqlState.StartsWith("57P", StringComparison.Ordinal) && said.SqlState != PostgresErrorCodes.QueryCanceled;

    private static bool IsTimeout(NpgsqlException fault) => fault.InnerException is TimeoutException;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private static string Message(PostgresException said, string place) => said.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"The PostgreSQL of the ledger {place} refuses the user or the password: {said.MessageText}. Check both in the connection string.",
        PostgresErrorCodes.InvalidCatalogName => $"The database of the ledger {place} does not exist. Make it (createdb), or name another in the connection string.",
        PostgresErrorCodes.InsufficientPrivilege => $"The user of the ledger {place} lacks a right: {said.MessageText}. It has to own the schema fairlead, or be allowed to create it.",
        PostgresErrorCodes.TooManyConnections => $"The PostgreSQL of the ledger {place} has no connection left. Raise max_connections, or limit the others.",
        PostgresErrorCodes.DiskFull => $"The disk of the PostgreSQL of the ledger {place} is full. Nothing was stored; make room, and it goes on.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The PostgreSQL of the ledger {place} is read-only, as a standby is. Name the primary in the connection string.",
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => $"The database of the ledger {place} is damaged: {said.MessageText}. Restore a backup into a new database: fairlead ledger restore.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"The PostgreSQL of the ledger {place} stops or starts just now: {said.MessageText}. Try again in a moment.",
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable =>
            $"The PostgreSQL of the ledger {place} did not finish in time: {said.MessageText}.",
        _ => $"PostgreSQL refuses the work on the ledger {place}: {said.MessageText} ({said.SqlState}). Nothing was stored.",
    };
}
