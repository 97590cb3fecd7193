using SQLitePCL;

namespace Fairlead.Ledger.Sqlite;

/// <summary>
/// Moves the log into the file beside the writer rather than in a commit, which would then wait for thousands of pages: at most once a
/// second, so that a page that many commits change is written once.
/// </summary>
internal sealed class SqliteCheckpointer(Func<SqliteSession> open) : IAsyncDisposable
{
    private const long PauseMilliseconds = 1000;

    private SqliteSession? _session;
    private Task _running = Task.CompletedTask;
    private long _last = Environment.TickCount64;

    /// <summary>Something was committed. For one caller at a time.</summary>
    public void Nudge()
    {
        if (!_running.IsCompleted || Environment.TickCount64 - _last < PauseMilliseconds) return;
        _last = Environment.TickCount64;
        _running = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(false);
        _session?.Dispose();
        _session = null;
    }

    private void Run()
    {
        try
        {
            _session ??= open();
            // Passive: waits for nobody, and leaves what a reader still needs for the next time.
            _session["PRAGMA wal_checkpoint(PASSIVE)"].Run();
        }
        catch (SqliteFault fault) when (fault.Primary == raw.SQLITE_BUSY)
        {
            // Another process is at it.
        }
        catch (SqliteFault)
        {
            // The log stays, and so does everything that is in it. A disk without room says so at the next commit.
            _session?.Dispose();
            _session = null;
        }
    }
}
