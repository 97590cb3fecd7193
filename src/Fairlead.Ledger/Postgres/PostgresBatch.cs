using Npgsql;
using NpgsqlTypes;

namespace Fairlead.Ledger.Postgres;

/// <summary>Statements that travel together: one round trip, and none runs after one that failed.</summary>
internal sealed class PostgresBatch(NpgsqlConnection connection, int timeoutSeconds) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection) { Timeout = timeoutSeconds };

    /// <summary>Its parameters are those that are given next, in order.</summary>
    public PostgresBatch Add(string sql)
    {
        _batch.BatchCommands.Add(new(sql));
        return this;
    }

    public PostgresBatch With(long value) => With(value, NpgsqlDbType.Bigint);

    public PostgresBatch With(string value) => With(value, NpgsqlDbType.Text);

    public PostgresBatch With(DateTime value) => With(value, NpgsqlDbType.TimestampTz);

    public PostgresBatch With(IEnumerable<string?> values) => WithAll(values, NpgsqlDbType.Text);

    public PostgresBatch With(IEnumerable<long> values) => WithAll(values, NpgsqlDbType.Bigint);

    public PostgresBatch With(IEnumerable<int> values) => WithAll(values, NpgsqlDbType.Integer);

    public PostgresBatch With(IEnumerable<bool> values) => WithAll(values, NpgsqlDbType.Boolean);

    public PostgresBatch With(IEnumerable<bool?> values) => WithAll(values, NpgsqlDbType.Boolean);

    public PostgresBatch With(IEnumerable<Guid> values) => WithAll(values, NpgsqlDbType.Uuid);

    public PostgresBatch With(IEnumerable<byte[]> values) => WithAll(values, NpgsqlDbType.Bytea);

    public PostgresBatch With(IEnumerable<System.Net.IPAddress> values) => WithAll(values, NpgsqlDbType.Inet);

    public PostgresBatch With(IEnumerable<DateTimeOffset> values) => WithAll(values.Select(PostgresTime.Of), NpgsqlDbType.TimestampTz);

    public PostgresBatch With(IEnumerable<DateTimeOffset?> values) =>
        WithAll(values.Select(value => value is { } time ? PostgresTime.Of(time) : (DateTime?)null), NpgsqlDbType.TimestampTz);

    public Task RunAsync(CancellationToken ct) => _batch.ExecuteNonQueryAsync(ct);

    public Task<NpgsqlDataReader> ReadAsync(CancellationToken ct) => _batch.ExecuteReaderAsync(ct);

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    private PostgresBatch WithAll<T>(IEnumerable<T> values, NpgsqlDbType type) => With(values.ToArray(), NpgsqlDbType.Array | type);

    private PostgresBatch With<T>(T value, NpgsqlDbType type)
    {
        _batch.BatchCommands[^1].Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }
}
