using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Ledger.Postgres;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Fairlead.Testing.Databases;

namespace Fairlead.Bench.Ledgers;

/// <summary>Durable reservations a second through the API, beside what the databases do with the same rows and nobody in between.</summary>
internal static class LedgerMeasurement
{
    private const int Clients = 64;
    private const int PieceSize = 10_000;

    /// <summary>The rows of one reservation: claim, history and answer. History's own trigger wants ids without a gap, so a copy of the table without triggers takes the entries. No colon before a word: pgbench would take it for a variable.</summary>
    private const string SameTransaction =
        """
        BEGIN;
        INSERT INTO fairlead.claim (id, origin, site, segment, address_space, kind, owner, range, state, created_at, created_by, is_exclusive, is_accepted) SELECT gen_random_uuid(), 'reservation', 'wide', 'all', 'default', 'load-balancer', 'wide/clusters/c', fairlead.address_range(address, address, '[]'), 'reserved', now(), 'token=bench', true, false FROM (SELECT '10.0.0.0'::inet + nextval('bench_reservation') AS address) AS next;
        INSERT INTO bench_history (id, at, who, action, site, subject, after) VALUES (currval('bench_reservation'), now(), 'token=bench', 'reservation.create', 'wide', 'wide/reservations/' || currval('bench_reservation'), '{"id": "01a215d6-1827-734f-87e3-d8e46a125192", "origin": "reservation", "site": "wide", "segment": "all", "addressSpace": "default", "kind": "load-balancer", "routed": false, "owner": "wide/clusters/c", "range": "10.0.0.9", "state": "reserved", "createdBy": "token=bench"}');
        INSERT INTO fairlead.answer (key, fingerprint, body, at) VALUES ('token=bench wide ' || currval('bench_reservation'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '{"granted": {"holding": {"id": "01a215d6-1827-734f-87e3-d8e46a125192", "origin": "reservation", "site": "wide", "segment": "all", "addressSpace": "default", "kind": "load-balancer", "routed": false, "owner": "wide/clusters/c", "range": "10.0.0.9", "state": "reserved"}, "isNew": true}}', now());
        COMMIT;
        """;

    public static async Task<string> RunAsync(string program, int runs, TimeSpan duration, int full, CancellationToken ct)
    {
        var text = new StringBuilder("# The ledger under load\n\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Clients} clients, each with one request at a time, {duration.TotalSeconds:0} s each, {runs} runs in turn, the median of each; load and server share the processors.\n");
        text.AppendLine("| what | a second | ratio | median (ms) | p99 (ms) | cores of the server |\n|---|--:|--:|--:|--:|--:|");
        await using var postgres = await PostgresServer.StartAsync(ct);
        var (bench, sqliteLoop, ofPostgres, ofSqlite) = (new List<double>(), new List<double>(), new List<LoadFigures>(), new List<LoadFigures>());
        for (var run = 0; run < runs; run++)
        {
            bench.Add(await PgBenchAsync(postgres, duration, ct));
            ofPostgres.Add(await ServedAsync(program, postgres.ConnectionTo(await postgres.CreateDatabaseAsync(ct)), duration, 0, ct));
            sqliteLoop.Add(await OneByOneAsync(duration, ct));
            ofSqlite.Add(await ServedAsync(program, null, duration, 0, ct));
        }

        Row(text, "`pgbench`, the same rows in a transaction each", Median(bench), null, null);
        Row(text, "`fairlead serve`, PostgreSQL", ofPostgres, Median(bench));
        Row(text, "a loop that commits each reservation by itself, SQLite", Median(sqliteLoop), null, null);
        Row(text, "`fairlead serve`, SQLite", ofSqlite, Median(sqliteLoop));
        Row(text, string.Create(CultureInfo.InvariantCulture, $"`fairlead serve`, SQLite, a pool with {full} reservations (ratio: to the empty one)"), [await ServedAsync(program, null, duration, full, ct)], Median([.. ofSqlite.Select(figures => figures.Rate)]));
        Row(text, string.Create(CultureInfo.InvariantCulture, $"`fairlead serve`, PostgreSQL, a pool with {full} reservations (ratio: to the empty one)"), [await ServedAsync(program, postgres.ConnectionTo(await postgres.CreateDatabaseAsync(ct)), duration, full, ct)], Median([.. ofPostgres.Select(figures => figures.Rate)]));
        return text.ToString();
    }

    private static async Task<LoadFigures> ServedAsync(string program, string? database, TimeSpan duration, int full, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-bench-").FullName;
        try
        {
            if (full > 0)
            {
                await using ILedgerStore store = database is null ? new SqliteLedgerStore(Path.Combine(folder, "ledger.db")) : new PostgresLedgerStore(database);
                await FillAsync(store, full, ct);
            }

            await using var served = await ServedLedger.StartAsync(program, folder, database, ct);
            return await served.LoadAsync(Clients, duration);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(ILedgerStore store, int count, CancellationToken ct)
    {
        var last = (await store.OpenAsync(ct)).LastEntry;
        for (var from = 0; from < count; from += PieceSize)
        {
            var holdings = Enumerable.Range(from, Math.Min(PieceSize, count - from)).Select(Reservation).ToDictionary(holding => holding.Id, holding => (Holding?)holding);
            await using var turn = await store.BeginAsync(last, [], ct);
            var entries = holdings.Values.Select((holding, index) => new HistoryEntry(last + 1 + index, holding!.CreatedAt, "bench", HistoryActions.Reserve, "wide", $"wide/reservations/{holding.Id}", null, null, HoldingDocument.Of(holding).ToJson())).ToList();
            await turn.CommitAsync(new LedgerWrite { Entries = entries, Holdings = holdings }, ct);
            last = entries[^1].Id;
        }
    }

    /// <summary>One after the other behind the segment's first /24, never .0 or .255: so the first 252 reservations of the load find place before them, all others behind.</summary>
    private static Holding Reservation(int index) => new()
    {
        Id = Guid.CreateVersion7(),
        Origin = HoldingOrigin.Reservation,
        Site = "wide",
        Segment = "all",
        AddressSpace = "default",
        Kind = ClaimKind.LoadBalancer,
        Owner = string.Create(CultureInfo.InvariantCulture, $"wide/clusters/full{index}"),
        Range = IpRange.Single(IpAddr.FromV4(0x0A000000u + (256u * (uint)(1 + (index / 254))) + 1u + (uint)(index % 254))),
        State = HoldingState.Reserved,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "bench",
    };

    private static async Task<double> PgBenchAsync(PostgresServer postgres, TimeSpan duration, CancellationToken ct)
    {
        var database = await postgres.CreateDatabaseAsync(ct);
        await using (var store = new PostgresLedgerStore(postgres.ConnectionTo(database)))
            await store.OpenAsync(ct);
        await postgres.SqlAsync(database, "CREATE SEQUENCE bench_reservation START 3; CREATE TABLE bench_history (LIKE fairlead.history INCLUDING ALL)", ct);
        var script = Path.Combine(Path.GetTempPath(), $"fairlead-{Guid.NewGuid():N}.sql");
        await File.WriteAllTextAsync(script, SameTransaction, ct);
        try
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"-n -c {Clients} -j 2 -M prepared -T {duration.TotalSeconds:0} -f {script} -h {postgres.Folder} -U owner {database}").Split(' ');
            using var process = Process.Start(new ProcessStartInfo("/usr/lib/postgresql/15/bin/pgbench", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            var line = (await output).Split('\n').FirstOrDefault(each => each.StartsWith("tps = ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"pgbench: {await error}");
            return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>The store itself, in this process: a turn, one reservation with its entry and answer, and a commit that syncs.</summary>
    private static async Task<double> OneByOneAsync(TimeSpan duration, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-bench-").FullName;
        try
        {
            await using var store = new SqliteLedgerStore(Path.Combine(folder, "ledger.db"));
            var last = (await store.OpenAsync(ct)).LastEntry;
            var (begin, done) = (Stopwatch.GetTimestamp(), 0);
            for (; Stopwatch.GetElapsedTime(begin) < duration; done++)
            {
                var holding = Reservation(done);
                var answer = OutcomeDocument.Write(new Granted(holding, IsNew: true));
                await using var turn = await store.BeginAsync(last, [], ct);
                await turn.CommitAsync(
                    new LedgerWrite
                    {
                        Entries = [new HistoryEntry(++last, holding.CreatedAt, "bench", HistoryActions.Reserve, "wide", $"wide/reservations/{holding.Id}", null, null, HoldingDocument.Of(holding).ToJson())],
                        Holdings = new Dictionary<Guid, Holding?> { [holding.Id] = holding },
                        Answers = [new StoredAnswer(string.Create(CultureInfo.InvariantCulture, $"bench {done}"), "", answer, DateTimeOffset.UtcNow)],
                    },
                    ct);
            }

            return done / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Row(StringBuilder text, string what, List<LoadFigures> figures, double baseline)
    {
        var rate = Median([.. figures.Select(each => each.Rate)]);
        Row(text, what, rate, rate / baseline, new LoadFigures(rate, Median([.. figures.Select(each => each.Median)]), Median([.. figures.Select(each => each.P99)]), Median([.. figures.Select(each => each.Cores)])));
    }

    private static void Row(StringBuilder text, string what, double rate, double? ratio, LoadFigures? figures) => text.AppendLine(
        CultureInfo.InvariantCulture, $"| {what} | {rate:0} | {ratio:0.00} | {figures?.Median:0.0} | {figures?.P99:0.0} | {figures?.Cores:0.00} |");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
