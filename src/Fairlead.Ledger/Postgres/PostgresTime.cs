using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Postgres;

internal static class PostgresTime
{
    /// <summary>Npgsql takes times in UTC for <c>timestamptz</c>.</summary>
    public static DateTime Of(DateTimeOffset time) => StoredTime.Rounded(time).UtcDateTime;
}
