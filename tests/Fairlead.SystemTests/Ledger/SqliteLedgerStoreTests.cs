using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Microsoft.Data.Sqlite;
using Xunit;
using static Fairlead.SystemTests.Ledger.LedgerSamples;

namespace Fairlead.SystemTests.Ledger;

public sealed class SqliteLedgerStoreTests : LedgerStoreContract
{
    private int _made;

    protected override IReadOnlyList<string> WithoutGuards =>
        ["DROP TRIGGER claim_held_once_inserted", "DROP TRIGGER history_never_deleted"];

    protected override string SomeTime => "0";

    protected override string True => "1";

    protected override string False => "0";

    [Fact]
    public async Task SQL_that_ignores_or_replaces_is_refused_too()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10-10.0.0.19"));
        var history = await store.ReadHistoryAsync(new(0, 10), Ct);
        foreach (var how in new[] { "IGNORE", "REPLACE", "FAIL", "ROLLBACK" })
        {
            var insert = InsertOf("10.0.0.12", "10.0.0.12", "x:1", "default", isExclusive: true, isAccepted: false);
            Assert.Contains("are held", await SqlAsync(store, insert.Replace("INSERT", $"INSERT OR {how}", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.NotNull(await SqlAsync(store, EntryOf(1).Replace("INSERT", $"INSERT OR {how}", StringComparison.Ordinal)));
            Assert.NotNull(await SqlAsync(store, $"UPDATE OR {how} history SET who = 'eve'"));
        }

        Assert.Empty(await store.ReadClaimsAsync(null, Ct));
        Assert.Equal(history, await store.ReadHistoryAsync(new(0, 10), Ct));
    }

    [Theory]
    [InlineData("4", "x'00000000000000000000000000000001'", "x'0000000000000000000000000000000001'")]
    [InlineData("4", "x'00000000000000000000000000000001'", "x'00000000000000000000000100000000'")]
    [InlineData("6", "x'00000000000000000000000000000002'", "x'00000000000000000000000000000001'")]
    [InlineData("5", "x'00000000000000000000000000000001'", "x'00000000000000000000000000000001'")]
    [InlineData("6", "x'01'", "x'02'")]
    [InlineData("6", "'0123456789abcdef'", "'0123456789abcdef'")]
    [InlineData("6", "NULL", "NULL")]
    public async Task SQL_with_a_key_that_is_no_address_is_refused(string family, string first, string last)
    {
        var store = await OpenNewAsync();
        Assert.NotNull(await SqlAsync(store, $"INSERT INTO claim (address_space, family, first, last, is_exclusive, is_accepted, site, kind, owner, subject, source) VALUES ('default', {family}, {first}, {last}, 1, 0, 's', 'load-balancer', 'o', 'u', 'x:1')"));
    }

    [Fact]
    public async Task Another_program_with_an_older_SQLite_can_look_and_is_refused_as_well()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10"));
        const string script =
            """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            print(db.execute("SELECT count(*) FROM claim").fetchone()[0])
            try:
                db.execute(sys.argv[2])
                print("taken")
            except sqlite3.IntegrityError as e:
                print(e)
            """;
        var answer = (await Shell.RunAsync("python3", ["-c", script, store.Place, InsertOf("10.0.0.10", "10.0.0.10", "x:1", "default", isExclusive: true, isAccepted: false)], Ct)).OrThrow("python3");
        Assert.Equal("1\nfairlead: these addresses are held\n", answer.Output);
    }

    [Fact]
    public async Task Another_process_that_writes_is_waited_for_and_its_crash_leaves_nothing()
    {
        var store = await OpenNewAsync();
        // It takes the turn, says so, and ends without a commit when its input ends.
        const string script =
            """
            import os, sqlite3, sys
            db = sqlite3.connect(sys.argv[1], isolation_level=None)
            db.execute("BEGIN IMMEDIATE")
            db.execute(sys.argv[2])
            print("mine", flush=True)
            sys.stdin.read()
            os.kill(os.getpid(), 9)
            """;
        using var other = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3", ["-c", script, store.Place, EntryOf(1)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("mine", await other.StandardOutput.ReadLineAsync(Ct));
        var begin = store.BeginAsync(0, [], Ct);
        Assert.False(begin.IsCompleted);
        other.StandardInput.Close();
        await using var turn = await begin;
        await other.WaitForExitAsync(Ct);
        Assert.Equal(0, turn.News.LastEntry);
    }

    [Fact]
    public async Task It_is_synced_at_every_commit_and_nobody_else_may_read_it()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10"));
        foreach (var file in new[] { store.Place, store.Place + "-wal" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var session = SqliteSession.Open(store.Place, TimeSpan.Zero);
        Assert.Equal(2, session.Number("PRAGMA synchronous"));
        Assert.Equal("wal", session.Text("PRAGMA journal_mode"));
        Assert.Equal(1, session.Number("PRAGMA foreign_keys"));
    }

    [Fact]
    public async Task Closing_leaves_one_file()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10"));
        await store.DisposeAsync();
        Assert.Equal([store.Place], Directory.EnumerateFiles(Path.GetDirectoryName(store.Place)!, "*.db*"));
    }

    protected override Task<IPortableStore> MakeAsync() => Task.FromResult<IPortableStore>(new SqliteLedgerStore(PathOf($"ledger{_made++}.db")));

    protected override IPortableStore MakeBeside(IPortableStore store) => new SqliteLedgerStore(store.Place);

    protected override async Task<string?> SqlAsync(IPortableStore store, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={store.Place};Pooling=False");
        await connection.OpenAsync(Ct);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Ct);
            return null;
        }
        catch (SqliteException said)
        {
            return said.Message;
        }
    }

    protected override string InsertOf(string first, string last, string source, string space, bool isExclusive, bool isAccepted) =>
        "INSERT INTO claim (address_space, family, first, last, is_exclusive, is_accepted, site, kind, owner, subject, source) "
        + $"VALUES ('{space}', {RangeOf(first, last)}, {(isExclusive ? 1 : 0)}, {(isAccepted ? 1 : 0)}, 'madrid', 'load-balancer', 'eve', 'madrid/x', '{source}')";

    protected override string MoveOf(string source, string first, string last) => $"UPDATE claim SET (family, first, last) = ({RangeOf(first, last)}) WHERE source = '{source}'";

    protected override string EntryOf(long id) => $"INSERT INTO history (id, at, who, action, site, subject) VALUES ({id}, 0, 'eve', 'x', 'madrid', 'madrid')";

    protected override string Table(string name) => name;

    private static string RangeOf(string first, string last)
    {
        static string KeyOf(string text)
        {
            var key = new byte[AddressKey.Length];
            AddressKey.Write(Core.Addressing.IpAddr.Parse(text), key);
            return $"x'{Convert.ToHexString(key)}'";
        }

        return $"{(first.Contains(':', StringComparison.Ordinal) ? 6 : 4)}, {KeyOf(first)}, {KeyOf(last)}";
    }
}
