using System.Diagnostics;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Hears what other replicas tell, on a connection of its own that is made again when it breaks.</summary>
internal sealed class PostgresListener(string connectionString, string self) : IAsyncDisposable
{
    public const string Channel = "fairlead_ledger";

    // A notice may be lost, with its sender or with this connection: another second later everybody looks by himself.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private NpgsqlConnection? _connection;
    private bool _isTold;

    /// <summary>Returns when somebody else told something, or after a second; also when PostgreSQL is away, which the next reading will say.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            // What was told before this connection listened is unknown, so the caller looks at once.
            if (_connection is null)
                await ListenAsync(ct).ConfigureAwait(false);
            else
                await HearAsync(_connection, ct).ConfigureAwait(false);
            _isTold = false;
        }
        catch (NpgsqlException)
        {
            await CloseAsync().ConfigureAwait(false);
            await Task.Delay(LongestWait, ct).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _turn.Release();
    }

    private async Task HearAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (!_isTold && LongestWait - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } left)
            await connection.WaitAsync(left, ct).ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Notification += (_, notice) => _isTold |= notice.Payload != self;
            await connection.OpenAsync(ct).ConfigureAwait(false);
            await using var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }
}
