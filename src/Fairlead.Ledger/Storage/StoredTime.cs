namespace Fairlead.Ledger.Storage;

/// <summary>Times are kept in UTC, to the microsecond: what PostgreSQL can hold.</summary>
internal static class StoredTime
{
    /// <summary>Since 1970-01-01 UTC, rounded down.</summary>
    public static long ToMicroseconds(DateTimeOffset time) => Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.TicksPerMicrosecond) switch
    {
        (var whole, < 0) => whole - 1,
        var (whole, _) => whole,
    };

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time as it will be read back.</summary>
    public static DateTimeOffset Rounded(DateTimeOffset time) => FromMicroseconds(ToMicroseconds(time));
}
