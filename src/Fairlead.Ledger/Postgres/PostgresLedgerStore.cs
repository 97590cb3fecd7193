using System.Runtime.CompilerServices;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>
/// A ledger in PostgreSQL, in the schema <c>fairlead</c>, for several replicas. Writers take turns by an advisory lock that ends with the
/// transaction, so ids of history are in the order of commits and have no gap. A turn is two round trips: one to begin, one to commit.
/// </summary>
public sealed class PostgresLedgerStore : IPortableStore
{
    // "FLwr": any number that other programs in this database are not likely to take.
    private const long WritersLock = 0x464C7772;

    private const int PieceSize = 1000;
    private const string BeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private readonly NpgsqlDataSource _source;
    private readonly PostgresListener _listener;
    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly int _patienceSeconds;

    /// <param name="connectionString">As Npgsql reads it; <see cref="PostgresConnection.Read"/> gets it.</param>
    /// <param name="patience">How long a statement, or the wait for the turn to write, may take; null: half a minute.</param>
    /// <exception cref="LedgerUnavailableException">The text is no connection string.</exception>
    public PostgresLedgerStore(string connectionString, TimeSpan? patience = null)
    {
        var settings = PostgresConnection.Parse(connectionString);
        _patienceSeconds = Math.Max(1, (int)(patience ?? TimeSpan.FromSeconds(30)).TotalSeconds);
        Place = $"{settings.Host}/{settings.Database ?? settings.Username}";
        settings.ApplicationName ??= "fairlead";
        settings.CommandTimeout = _patienceSeconds;
        settings.MaxAutoPrepare = 50;
        settings.AutoPrepareMinUsages = 2;
        // Nothing of a session outlives a turn, so there is nothing to reset.
        settings.NoResetOnClose = true;
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        _source = NpgsqlDataSource.Create(settings);
        settings.Pooling = false;
        settings.KeepAlive = 30;
        _listener = new(settings.ConnectionString, _self);
    }

    public string Place { get; }

    public IObservationStore Observations => field ??= new PostgresObservationStore(this);

    public async Task<LedgerContents> OpenAsync(CancellationToken ct)
    {
        await GuardedAsync(
            async connection =>
            {
                await PostgresMigrator.MigrateAsync(connection, Place, ct).ConfigureAwait(false);
                return true;
            },
            ct).ConfigureAwait(false);
        return await ReadAllAsync(ct).ConfigureAwait(false);
    }

    public Task<LedgerContents> ReadAllAsync(CancellationToken ct) => GuardedAsync(
        async connection =>
        {
            await using var batch = Batch(connection).Add(BeginReading).AddAll().Add("COMMIT");
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await PostgresRows.ReadAllAsync(reader, ct).ConfigureAwait(false);
        },
        ct);

    public async Task<ILedgerTransaction> BeginAsync(long known, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        try
        {
            return await BeginOnceAsync(known, keys, ct).ConfigureAwait(false);
        }
        catch (NpgsqlException fault) when (MayBeStale(fault))
        {
            // A pooled connection may be of before a restart. Nothing was written, so a second attempt on a new one is safe.
            return await GuardedAsync(() => BeginOnceAsync(known, keys, ct)).ConfigureAwait(false);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresErrors.Explain(fault, Place);
        }
    }

    public Task<IReadOnlyList<HistoryEntry>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) => GuardedAsync<IReadOnlyList<HistoryEntry>>(
        async connection =>
        {
            await using var batch = History(Batch(connection), query);
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await ListAsync(reader, PostgresRows.Entry, ct).ConfigureAwait(false);
        },
        ct);

    public Task<LedgerNews> ReadNewsAsync(long known, CancellationToken ct) => GuardedAsync(
        async connection =>
        {
            await using var batch = Batch(connection).Add(BeginReading).AddNews(known).Add("COMMIT");
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await PostgresRows.ReadNewsAsync(reader, known, ct).ConfigureAwait(false);
        },
        ct);

    public Task<IReadOnlyList<ClaimRow>> ReadClaimsAsync(string? site, CancellationToken ct) => GuardedAsync<IReadOnlyList<ClaimRow>>(
        async connection =>
        {
            var sql = $"SELECT {PostgresRows.ClaimColumns} FROM fairlead.claim WHERE id IS NULL{(site is null ? "" : " AND site = $1")} ORDER BY {PostgresRows.ClaimOrder}";
            await using var batch = site is null ? Batch(connection).Add(sql) : Batch(connection).Add(sql).With(site);
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await ListAsync(reader, PostgresRows.Claim, ct).ConfigureAwait(false);
        },
        ct);

    public Task WaitForOthersAsync(CancellationToken ct) => _listener.WaitAsync(ct);

    public async Task TellOthersAsync(CancellationToken ct)
    {
        try
        {
            await using var command = _source.CreateCommand($"SELECT pg_notify('{PostgresListener.Channel}', $1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _self });
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // Lost, as it may be: the others look by themselves.
        }
    }

    public Task BackupAsync(string file, CancellationToken ct) => SqliteBackup.WriteAsync(
        file,
        async temporary =>
        {
            await using var copy = new SqliteLedgerStore(temporary);
            await copy.OpenAsync(ct).ConfigureAwait(false);
            await copy.FillAsync(ReadEverythingAsync(ct), ct).ConfigureAwait(false);
        });

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken ct) => GuardedAsync(connection => PostgresVerification.RunAsync(connection, ct), ct);

    public async IAsyncEnumerable<LedgerPiece> ReadEverythingAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await GuardedAsync(async () => await _source.OpenConnectionAsync(ct).ConfigureAwait(false)).ConfigureAwait(false);
        await using var begin = Batch(connection).Add(BeginReading);
        var contents = await GuardedAsync(async () =>
        {
            await begin.RunAsync(ct).ConfigureAwait(false);
            await using var batch = Batch(connection).AddAll();
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await PostgresRows.ReadAllAsync(reader, ct).ConfigureAwait(false);
        }).ConfigureAwait(false);
        yield return new() { Sites = contents.Sites, DeletedSites = contents.DeletedSites };
        await foreach (var claims in ChunksAsync(connection, $"SELECT {PostgresRows.ClaimColumns} FROM fairlead.claim WHERE id IS NULL ORDER BY {PostgresRows.ClaimOrder}", PostgresRows.Claim, ct).ConfigureAwait(false))
            yield return new() { Claims = claims };
        foreach (var holdings in contents.Holdings.Chunk(PieceSize)) yield return new() { Holdings = holdings };
        await foreach (var entries in ChunksAsync(connection, $"SELECT {PostgresRows.EntryColumns} FROM fairlead.history ORDER BY id", PostgresRows.Entry, ct).ConfigureAwait(false))
            yield return new() { Entries = entries };
        await foreach (var answers in ChunksAsync(connection, "SELECT key, fingerprint, body, at FROM fairlead.answer ORDER BY at, key COLLATE \"C\"", PostgresRows.Answer, ct).ConfigureAwait(false))
            yield return new() { Answers = answers };
    }

    public async Task FillAsync(IAsyncEnumerable<LedgerPiece> pieces, CancellationToken ct)
    {
        await using var connection = await GuardedAsync(async () => await _source.OpenConnectionAsync(ct).ConfigureAwait(false)).ConfigureAwait(false);
        await GuardedAsync(() => BeginFillAsync(connection, ct)).ConfigureAwait(false);
        await foreach (var piece in pieces.WithCancellation(ct).ConfigureAwait(false))
        {
            await using var batch = Batch(connection).AddPiece(piece);
            await RunAsync(batch, findHolder: null, ct).ConfigureAwait(false);
        }

        await using var commit = Batch(connection).Add("COMMIT");
        await RunCommitAsync(commit).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Everything and the commit in one round trip. It can't be cancelled: what was sent may be done.</summary>
    internal async Task CommitAsync(NpgsqlConnection connection, LedgerWrite write)
    {
        await using var batch = Batch(connection).AddWrite(write).Add("COMMIT");
        await RunCommitAsync(batch, () => PostgresHolder.OfAsync(_source, write)).ConfigureAwait(false);
    }

    /// <summary>One statement of what is no part of the ledger proper; it is safe to run twice.</summary>
    internal Task<T> AsideAsync<T>(Action<PostgresBatch> add, Func<NpgsqlDataReader, Task<T>> read, CancellationToken ct) => GuardedAsync(
        async connection =>
        {
            await using var batch = Batch(connection);
            add(batch);
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            return await read(reader).ConfigureAwait(false);
        },
        ct);

    private PostgresBatch Batch(NpgsqlConnection connection) => new(connection, _patienceSeconds);

    private async Task<ILedgerTransaction> BeginOnceAsync(long known, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        try
        {
            await using var batch = Batch(connection)
                .Add("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                // A server or user with synchronous_commit = off would answer before it has stored; what is stricter than 'on' stays.
                .Add($"SELECT pg_advisory_xact_lock({WritersLock}), CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END")
                .Add("SELECT key, fingerprint, body, at FROM fairlead.answer WHERE key = ANY ($1)").With(keys)
                .AddNews(known);
            await using var reader = await batch.ReadAsync(ct).ConfigureAwait(false);
            await reader.NextResultAsync(ct).ConfigureAwait(false);
            var answers = await PostgresRows.ReadAnswersAsync(reader, ct).ConfigureAwait(false);
            await reader.NextResultAsync(ct).ConfigureAwait(false);
            var news = await PostgresRows.ReadNewsAsync(reader, known, ct).ConfigureAwait(false);
            return new PostgresLedgerTransaction(this, connection, news, answers);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<bool> BeginFillAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var begin = Batch(connection)
            .Add("BEGIN")
            .Add($"SELECT pg_advisory_xact_lock({WritersLock})")
            .Add("SELECT EXISTS (SELECT FROM fairlead.history) OR EXISTS (SELECT FROM fairlead.site) OR EXISTS (SELECT FROM fairlead.claim) OR EXISTS (SELECT FROM fairlead.answer)");
        await using var reader = await begin.ReadAsync(ct).ConfigureAwait(false);
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        await reader.ReadAsync(ct).ConfigureAwait(false);
        return reader.GetBoolean(0)
            ? throw new UnusableInputException($"The ledger {Place} is not empty: nothing is imported or restored over what is there. Name an empty database.")
            : true;
    }

    private async Task RunCommitAsync(PostgresBatch batch, Func<Task<HeldBy?>>? findHolder = null)
    {
        try
        {
            await RunAsync(batch, findHolder, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException unavailable) when (unavailable.InnerException is NpgsqlException fault && !PostgresErrors.IsCertain(fault))
        {
            throw PostgresErrors.Explain(fault, Place, isUncertain: true);
        }
    }

    private async Task RunAsync(PostgresBatch batch, Func<Task<HeldBy?>>? findHolder, CancellationToken ct)
    {
        try
        {
            await batch.RunAsync(ct).ConfigureAwait(false);
        }
        catch (PostgresException said) when (said.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            throw WriteRules.Refused(findHolder is null ? null : await findHolder().ConfigureAwait(false), said);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresErrors.Explain(fault, Place);
        }
    }

    private static PostgresBatch History(PostgresBatch batch, HistoryQuery query)
    {
        var where = $"id {(query.Backwards ? "<" : ">")} $1";
        var number = 3;
        if (query.Site is not null) where += $" AND site = ${number++}";
        // What is below a subject follows it with a slash, and '0' is the character after the slash.
        if (query.Subject is not null) where += $" AND (subject COLLATE \"C\" = ${number} OR (subject COLLATE \"C\" >= ${number} || '/' AND subject COLLATE \"C\" < ${number} || '0'))";
        batch.Add($"SELECT {PostgresRows.EntryColumns} FROM fairlead.history WHERE {where} ORDER BY id {(query.Backwards ? "DESC" : "ASC")} LIMIT $2")
            // Backwards from 0 is from the newest.
            .With(query.Backwards && query.After == 0 ? long.MaxValue : query.After).With(query.Most);
        if (query.Site is not null) batch.With(query.Site);
        if (query.Subject is not null) batch.With(query.Subject);
        return batch;
    }

    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> value, CancellationToken ct)
    {
        var list = new List<T>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) list.Add(value(reader));
        return list;
    }

    private async IAsyncEnumerable<IReadOnlyList<T>> ChunksAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> value, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var batch = Batch(connection).Add(sql);
        await using var reader = await GuardedAsync(() => batch.ReadAsync(ct)).ConfigureAwait(false);
        while (true)
        {
            var chunk = new List<T>();
            await GuardedAsync(async () =>
            {
                while (chunk.Count < PieceSize && await reader.ReadAsync(ct).ConfigureAwait(false)) chunk.Add(value(reader));
                return true;
            }).ConfigureAwait(false);
            if (chunk.Count == 0) break;
            yield return chunk;
        }
    }

    /// <summary>The connection broke, or the server said that it stops: another connection may do.</summary>
    private static bool MayBeStale(NpgsqlException fault) =>
        fault is not PostgresException said ? fault.InnerException is IOException or System.Net.Sockets.SocketException : said.SqlState.StartsWith("57P", StringComparison.Ordinal);

    /// <summary>Work that only reads, or that can be done twice: once more on a new connection when the pooled one was dead.</summary>
    private async Task<T> GuardedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        async Task<T> OnceAsync()
        {
            await using var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }

        try
        {
            return await OnceAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException fault) when (MayBeStale(fault))
        {
            return await GuardedAsync(OnceAsync).ConfigureAwait(false);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresErrors.Explain(fault, Place);
        }
        catch (FormatException e)
        {
            throw new LedgerUnavailableException($"The ledger {Place} holds a row that is not understood: {e.Message}", e);
        }
    }

    /// <summary>Says what a fault means for the ledger.</summary>
    private async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresErrors.Explain(fault, Place);
        }
        catch (FormatException e)
        {
            throw new LedgerUnavailableException($"The ledger {Place} holds a row that is not understood: {e.Message}", e);
        }
    }
}
