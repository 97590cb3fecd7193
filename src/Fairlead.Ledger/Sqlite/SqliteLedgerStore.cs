using System.Runtime.CompilerServices;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Storage;
using SQLitePCL;

namespace Fairlead.Ledger.Sqlite;

/// <summary>
/// A ledger in one SQLite file, with write-ahead log and a sync at every commit. Several processes may use it at once, such as the command line
/// beside a server; they take turns. Not for network file systems, on which SQLite's locks and shared memory do not work.
/// </summary>
public sealed class SqliteLedgerStore : IPortableStore
{
    private const int PieceSize = 1000;

    // Up to this size a look at every page costs less than starting a server; the larger ones have `verify`.
    private const long LargestToCheckAtOpen = 64 * 1024 * 1024;

    private const int SmallestDatabase = 512;

    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly TimeSpan _patience;
    private readonly SqliteCheckpointer _checkpoints;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _watch = new(1, 1);
    private SqliteSession? _writer;
    private bool _isWriterSuspect;
    private SqliteSession? _watcher;
    private long _watchedVersion = -1;

    // The last entry that a caller has been told of, or committed itself.
    private long _told;

    /// <param name="path">The file; made by <see cref="OpenAsync"/> when it is not there. Two more files stand beside it while it is open.</param>
    /// <param name="patience">How long another process may hold the file before that is an error; null: half a minute.</param>
    public SqliteLedgerStore(string path, TimeSpan? patience = null)
    {
        _path = Path.GetFullPath(path);
        _patience = patience ?? TimeSpan.FromSeconds(30);
        _checkpoints = new(Open);
        Observations = new SqliteObservationStore(this);
    }

    public IObservationStore Observations { get; }

    public string Place => _path;

    /// <summary>Of PRAGMA synchronous. FULL, except in the tests that must see what they test fail.</summary>
    internal string Synchronous { get; init; } = "FULL";

    public async Task<LedgerContents> OpenAsync(CancellationToken ct)
    {
        await Task.Run(Prepare, ct).ConfigureAwait(false);
        return await ReadAllAsync(ct).ConfigureAwait(false);
    }

    public async Task<LedgerContents> ReadAllAsync(CancellationToken ct)
    {
        var contents = await Task.Run(() => Guarded(() => Read(SqliteRows.Contents)), ct).ConfigureAwait(false);
        Told(contents.LastEntry);
        return contents;
    }

    public async Task<ILedgerTransaction> BeginAsync(long known, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var session = await BeginAsync(ct).ConfigureAwait(false);
            return Guarded(() =>
            {
                var news = SqliteRows.News(session, known);
                var answers = SqliteRows.Answers(session, keys);
                Told(news.LastEntry);
                return new SqliteLedgerTransaction(this, news, answers);
            });
        }
        catch
        {
            EndTurn();
            throw;
        }
    }

    public Task<IReadOnlyList<HistoryEntry>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Guarded(() => Read<IReadOnlyList<HistoryEntry>>(session => [.. History(session, query)])));
    }

    public Task<LedgerNews> ReadNewsAsync(long known, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var news = Guarded(() => Read(session => SqliteRows.News(session, known)));
        Told(news.LastEntry);
        return Task.FromResult(news);
    }

    public Task<IReadOnlyList<ClaimRow>> ReadClaimsAsync(string? site, CancellationToken ct) =>
        Task.Run(() => Guarded(() => Read<IReadOnlyList<ClaimRow>>(session => [.. SqliteRows.Claims(session, site)])), ct);

    /// <summary>Looks five times a second, and returns after half a minute in any case, also while the file can't be read: the next reading says why.</summary>
    public async Task WaitForOthersAsync(CancellationToken ct)
    {
        await _watch.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            for (var waited = TimeSpan.Zero; waited < LongestWait && !IsNewsForCaller(); waited += PollPause)
                await Task.Delay(PollPause, ct).ConfigureAwait(false);
        }
        finally
        {
            _watch.Release();
        }
    }

    /// <summary>Nothing to do: the others look.</summary>
    public Task TellOthersAsync(CancellationToken ct) => Task.CompletedTask;

    public Task BackupAsync(string file, CancellationToken ct) => SqliteBackup.WriteAsync(
        file,
        temporary => Task.Run(() => Guarded(() => CopyTo(temporary, file, ct)), ct));

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken ct) => Task.Run(() => Guarded(() => Read(SqliteVerification.Run)), ct);

    public async IAsyncEnumerable<LedgerPiece> ReadEverythingAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var session = Guarded(Open);
        Guarded(() => session.Execute("BEGIN"));
        foreach (var make in Pieces(session))
        {
            using var pieces = make.GetEnumerator();
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                await Task.Yield();
                if (!Guarded(pieces.MoveNext)) break;
                yield return pieces.Current;
            }
        }
    }

    public async Task FillAsync(IAsyncEnumerable<LedgerPiece> pieces, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var session = await BeginAsync(ct).ConfigureAwait(false);
            if (Guarded(() => session.Number("SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM site) + (SELECT count(*) FROM claim) + (SELECT count(*) FROM answer)")) > 0)
                throw new UnusableInputException($"The ledger {_path} is not empty: nothing is imported or restored over what is there. Name a new file.");
            await foreach (var piece in pieces.WithCancellation(ct).ConfigureAwait(false))
                Guarded(() => SqliteWriting.Write(session, piece));
            Commit(session);
            Told(Guarded(() => SqliteRows.LastEntry(session)));
        }
        catch (LedgerUnavailableException unavailable) when (SqliteErrors.IsHeld(unavailable.InnerException))
        {
            throw WriteRules.Refused(null, unavailable.InnerException!);
        }
        finally
        {
            EndTurn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        await _watch.WaitAsync().ConfigureAwait(false);
        await _checkpoints.DisposeAsync().ConfigureAwait(false);
        _watcher?.Dispose();
        // The last connection to close moves the log into the file and removes it.
        _writer?.Dispose();
        (_watcher, _writer) = (null, null);
        _watch.Release();
        _turn.Release();
    }

    internal void Commit(LedgerWrite write)
    {
        var session = _writer ?? throw new InvalidOperationException("No transaction was begun.");
        try
        {
            Guarded(() => SqliteWriting.Write(session, write));
        }
        catch (LedgerUnavailableException unavailable) when (SqliteErrors.IsHeld(unavailable.InnerException))
        {
            throw WriteRules.Refused(Guarded(() => SqliteHolder.Of(session, write)), unavailable.InnerException!);
        }
        catch (LedgerUnavailableException)
        {
            _isWriterSuspect = true;
            throw;
        }

        Commit(session);
        if (write.Entries.Count > 0) Told(write.Entries[^1].Id);
    }

    /// <summary>Writes what is no part of the ledger proper, in a turn of its own.</summary>
    internal async Task WriteAsideAsync(Action<SqliteSession> write, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var session = await BeginAsync(ct).ConfigureAwait(false);
            Guarded(() => write(session));
            Commit(session);
        }
        finally
        {
            EndTurn();
        }
    }

    internal Task<T> ReadAsideAsync<T>(Func<SqliteSession, T> read, CancellationToken ct) => Task.Run(() => Guarded(() => Read(read)), ct);

    internal void EndTurn()
    {
        try
        {
            if (_writer is { IsInTransaction: true }) _writer.Execute("ROLLBACK");
        }
        catch (SqliteFault)
        {
            _isWriterSuspect = true;
        }

        if (_isWriterSuspect)
        {
            // Closing undoes what is open. The next turn opens the file anew: one that was opened read-only stays so, whatever rights it gets.
            _writer?.Dispose();
            (_writer, _isWriterSuspect) = (null, false);
        }

        _turn.Release();
    }

    private void Commit(SqliteSession session)
    {
        try
        {
            session.Execute("COMMIT");
            _checkpoints.Nudge();
        }
        catch (SqliteFault fault)
        {
            _isWriterSuspect = true;
            throw SqliteErrors.Explain(fault, _path, SqliteErrors.IsUncertainAtCommit(fault));
        }
    }

    /// <summary>Makes the file when it is not there, and its schema.</summary>
    private void Prepare()
    {
        try
        {
            if (Path.GetDirectoryName(_path) is { } folder && !Directory.Exists(folder))
                throw new LedgerUnavailableException($"The ledger {_path} can't be opened: there is no folder {folder}. Make it, or name another.");
            if (Directory.Exists(_path)) throw new LedgerUnavailableException($"The ledger {_path} can't be opened: it is a folder. Name a file.");
            if (!File.Exists(_path) && File.Exists(_path + "-wal"))
                throw new LedgerUnavailableException($"The ledger {_path} is not there, but its log {_path}-wal is: put both back together, or move the log away.");
            DurableFile.Create(_path);
            // SQLite takes a file that is shorter than any database for an empty one, and would write over it.
            if (new FileInfo(_path).Length is > 0 and < SmallestDatabase) throw SqliteErrors.Explain(new(raw.SQLITE_NOTADB, "too short"), _path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The ledger {_path} can't be made: {e.Message}", e);
        }

        Guarded(() =>
        {
            using var session = SqliteSession.Open(_path, _patience, Synchronous);
            // Before anything is written: a database of another program stays as it is.
            SqliteMigrator.Migrate(session, _path);
            if (!IsLoggedAhead(session))
                throw new LedgerUnavailableException($"The ledger {_path} can't have a write-ahead log there: is it on a network file system? Use a local disk, or PostgreSQL.");
            if (new FileInfo(_path).Length <= LargestToCheckAtOpen && session.Text("PRAGMA quick_check(1)") is var found and not "ok")
                throw SqliteErrors.Damaged(_path, found);
        });
    }

    /// <summary>Several processes may open a new ledger at once, and SQLite answers "busy" at once where two change the kind of journal.</summary>
    private bool IsLoggedAhead(SqliteSession session)
    {
        for (var until = Environment.TickCount64 + (long)_patience.TotalMilliseconds; ;)
        {
            try
            {
                return session.Text("PRAGMA journal_mode") == "wal" || session.Text("PRAGMA journal_mode = WAL") == "wal";
            }
            catch (SqliteFault fault) when (fault.Primary == raw.SQLITE_BUSY && Environment.TickCount64 < until)
            {
                Thread.Sleep(10);
            }
        }
    }

    /// <summary>One read transaction, so it is the ledger of one moment, and compact. Writers go on meanwhile.</summary>
    private void CopyTo(string temporary, string file, CancellationToken ct)
    {
        using var session = Open();
        using var ending = ct.Register(session.Interrupt);
        try
        {
            session["VACUUM INTO ?"].Add(temporary).Run();
        }
        catch (SqliteFault fault) when (fault.Primary == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(ct);
        }
        catch (SqliteFault fault) when (fault.Primary is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            throw new LedgerUnavailableException($"The backup {file} can't be written: {fault.Message}. The ledger itself is as it was.", fault);
        }
    }

    /// <summary>Waits for the turn over all processes, without holding a thread.</summary>
    private async Task<SqliteSession> BeginAsync(CancellationToken ct)
    {
        var session = Guarded(() => _writer ??= Open());
        // SQLite goes on writing into a file that was removed, and nobody would ever read it.
        if (!File.Exists(_path)) throw new LedgerUnavailableException($"The ledger {_path} was removed while it was open. Put it back, or restore a backup, and start again.");
        var until = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        for (var pause = 1; ; pause = Math.Min(2 * pause, 25))
        {
            try
            {
                session.WaitFor(TimeSpan.Zero);
                session.Execute("BEGIN IMMEDIATE");
                return session;
            }
            catch (SqliteFault fault) when (fault.Primary == raw.SQLITE_BUSY && Environment.TickCount64 < until)
            {
                await Task.Delay(pause, ct).ConfigureAwait(false);
            }
            catch (SqliteFault fault)
            {
                _isWriterSuspect |= fault.Primary != raw.SQLITE_BUSY;
                throw SqliteErrors.Explain(fault, _path);
            }
            finally
            {
                session.WaitFor(_patience);
            }
        }
    }

    private static IEnumerable<HistoryEntry> History(SqliteSession session, HistoryQuery query)
    {
        var where = (query.Site is null ? "" : " AND site = ?") + (query.Subject is null ? "" : " AND (subject = ? OR (subject >= ? AND subject < ?))");
        // Backwards from 0 is from the newest.
        var after = query.Backwards && query.After == 0 ? long.MaxValue : query.After;
        var (compare, order) = query.Backwards ? ("<", "DESC") : (">", "ASC");
        var statement = session[$"SELECT {SqliteRows.EntryColumns} FROM history WHERE id {compare} ?{where} ORDER BY id {order} LIMIT ?"].Add(after);
        if (query.Site is not null) statement.Add(query.Site);
        // What is below a subject follows it with a slash, and '0' is the character after the slash.
        if (query.Subject is not null) statement.Add(query.Subject).Add(query.Subject + "/").Add(query.Subject + "0");
        return SqliteRows.History(statement.Add(query.Most));
    }

    private static IEnumerable<IEnumerable<LedgerPiece>> Pieces(SqliteSession session)
    {
        var (sites, deleted) = SqliteRows.Sites(session);
        yield return [new LedgerPiece { Sites = sites, DeletedSites = deleted }];
        yield return SqliteRows.Claims(session, null).Chunk(PieceSize).Select(claims => new LedgerPiece { Claims = claims });
        yield return SqliteRows.Holdings(session).Chunk(PieceSize).Select(holdings => new LedgerPiece { Holdings = holdings });
        yield return SqliteRows.History(session[$"SELECT {SqliteRows.EntryColumns} FROM history ORDER BY id"]).Chunk(PieceSize).Select(entries => new LedgerPiece { Entries = entries });
        yield return Answers(session).Chunk(PieceSize).Select(answers => new LedgerPiece { Answers = answers });
    }

    private static IEnumerable<StoredAnswer> Answers(SqliteSession session)
    {
        var statement = session["SELECT key, fingerprint, body, at FROM answer ORDER BY at, key"];
        while (statement.Next()) yield return SqliteRows.Answer(statement);
    }

    private bool IsNewsForCaller()
    {
        try
        {
            _watcher ??= Open();
            // Cheap as long as nobody writes; it also counts what this process commits.
            var version = _watcher.Number("PRAGMA data_version");
            if (version == _watchedVersion) return false;
            var isNews = SqliteRows.LastEntry(_watcher) > Interlocked.Read(ref _told);
            // While there is news that nobody has read, every call returns.
            if (!isNews) _watchedVersion = version;
            return isNews;
        }
        catch (SqliteFault)
        {
            // Another connection counts anew.
            _watcher?.Dispose();
            (_watcher, _watchedVersion) = (null, -1);
            return false;
        }
    }

    private void Told(long entry)
    {
        for (var told = Interlocked.Read(ref _told); told < entry;)
            told = Interlocked.CompareExchange(ref _told, entry, told);
    }

    private SqliteSession Open() => SqliteSession.Open(_path, _patience, Synchronous);

    /// <summary>Reads from one moment of the ledger.</summary>
    private T Read<T>(Func<SqliteSession, T> read)
    {
        using var session = Open();
        session.Execute("BEGIN");
        return read(session);
    }

    private void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });

    /// <summary>Says what a fault means for the ledger.</summary>
    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteFault fault)
        {
            throw SqliteErrors.Explain(fault, _path);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            throw SqliteErrors.Damaged(_path, e.Message, e);
        }
    }
}
