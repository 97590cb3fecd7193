using Fairlead.Ledger.Postgres;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Fairlead.Testing.Databases;
using Xunit;
using static Fairlead.SystemTests.Ledger.LedgerSamples;

namespace Fairlead.SystemTests.Ledger;

public sealed class PostgresLedgerStoreTests(PostgresFixture fixture) : LedgerStoreContract, IClassFixture<PostgresFixture>
{
    private readonly Dictionary<string, string> _databases = [];

    protected override IReadOnlyList<string> WithoutGuards =>
        ["ALTER TABLE fairlead.claim DROP CONSTRAINT held_once", "ALTER TABLE fairlead.history DISABLE TRIGGER history_never_changed"];

    protected override string SomeTime => "now()";

    protected override string True => "true";

    protected override string False => "false";

    [Theory]
    [InlineData("fairlead.address_range('10.0.0.5/24', '10.0.0.5/24', '[]')")]
    [InlineData("fairlead.address_range('10.0.0.5', '10.0.0.6/24', '[]')")]
    [InlineData("fairlead.address_range('10.0.0.0/24', '10.0.0.255', '[]')")]
    [InlineData("fairlead.address_range('2001:db8::5/64', '2001:db8::5/64', '[]')")]
    [InlineData("fairlead.address_range('10.0.0.4', '10.0.0.6', '()')")]
    [InlineData("fairlead.address_range('10.0.0.5', '10.0.0.6', '[)')")]
    [InlineData("fairlead.address_range('10.0.0.4', '10.0.0.5', '(]')")]
    [InlineData("fairlead.address_range('10.0.0.5', '10.0.0.5', '[)')")]
    [InlineData("fairlead.address_range(NULL, '10.0.0.5', '(]')")]
    [InlineData("fairlead.address_range('10.0.0.5', NULL, '[)')")]
    [InlineData("fairlead.address_range(NULL, NULL, '()')")]
    [InlineData("fairlead.address_range('10.0.0.5', '::5', '[]')")]
    [InlineData("'empty'::fairlead.address_range")]
    [InlineData("NULL")]
    public async Task A_range_that_could_slip_past_the_constraint_is_refused(string range)
    {
        var store = await OpenNewAsync();
        // With nothing held, so that only the form of the range is against it; also outside the constraint.
        foreach (var isAccepted in new[] { false, true })
            Assert.NotNull(await SqlAsync(store, InsertOfRange(range, "x:1", "default", isExclusive: true, isAccepted)));
        Assert.Null(await SqlAsync(store, InsertOf("172.16.0.1", "172.16.0.1", "x:2", "default", isExclusive: true, isAccepted: false)));
        Assert.NotNull(await SqlAsync(store, $"UPDATE fairlead.claim SET range = {range} WHERE source = 'x:2'"));
    }

    [Fact]
    public async Task History_can_not_be_truncated_or_overwritten()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        Assert.Contains("never changed", await SqlAsync(store, "TRUNCATE fairlead.history CASCADE"), StringComparison.Ordinal);
        Assert.Contains("never changed", await SqlAsync(store, EntryOf(1) + " ON CONFLICT (id) DO UPDATE SET who = 'eve'"), StringComparison.Ordinal);
        Assert.Equal("ana", Assert.Single(await store.ReadHistoryAsync(new(0, 10), Ct)).Who);
    }

    [Fact]
    public async Task A_turn_is_durable_even_where_the_database_is_set_not_to_be()
    {
        var store = await OpenNewAsync();
        await fixture.Server.SqlAsync(_databases[store.Place], $"ALTER DATABASE {_databases[store.Place]} SET synchronous_commit = off", Ct);
        await using var other = MakeBeside(store);
        await other.OpenAsync(Ct);
        await using var turn = await other.BeginAsync(0, [], Ct);
        // Its own session can't be asked from here, so the trigger of a table of the test tells what holds while it commits.
        await fixture.Server.SqlAsync(
            _databases[store.Place],
            """
            CREATE TABLE public.seen (setting text);
            CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE TRIGGER look AFTER INSERT ON fairlead.answer FOR EACH STATEMENT EXECUTE FUNCTION public.look();
            """,
            Ct);
        await turn.CommitAsync(new() { Entries = [], Answers = [Answer("k")] }, Ct);
        Assert.Equal("on", await fixture.Server.SqlAsync(_databases[store.Place], "SELECT setting FROM public.seen", Ct));
    }

    [Fact]
    public async Task A_ledger_moves_between_the_two_databases()
    {
        var from = await OpenNewAsync();
        await from.CommitAsync(last => Holds(last, Full("10.0.0.20-10.0.0.29"), Reservation("2001:db8::5")) with { ClaimsNew = [Claim("10.1.0.0/16")], Answers = [Answer("k")] }, Ct);
        await from.BackupAsync(PathOf("backup.db"), Ct);

        await using var sqlite = new SqliteLedgerStore(PathOf("sqlite.db"));
        await sqlite.OpenAsync(Ct);
        await LedgerTransfer.RestoreAsync(PathOf("backup.db"), sqlite, Ct);
        await sqlite.HoldAsync(Ct, Reservation("10.0.0.30"));
        await sqlite.BackupAsync(PathOf("again.db"), Ct);

        var into = await OpenNewAsync();
        await LedgerTransfer.RestoreAsync(PathOf("again.db"), into, Ct);
        using var one = new MemoryStream();
        using var other = new MemoryStream();
        await LedgerTransfer.ExportAsync(sqlite, one, Ct);
        await LedgerTransfer.ExportAsync(into, other, Ct);
        Assert.Equal(one.ToArray(), other.ToArray());
        Assert.Equal(3, (await into.ReadAllAsync(Ct)).LastEntry);
    }

    [Fact]
    public async Task A_user_that_owns_the_database_alone_can_open_a_ledger()
    {
        var database = await fixture.Server.CreateDatabaseAsync(Ct);
        await fixture.Server.SqlAsync("postgres", $"CREATE ROLE {database}_app LOGIN; ALTER DATABASE {database} OWNER TO {database}_app", Ct);
        await using var store = new PostgresLedgerStore(fixture.Server.ConnectionTo(database, $"{database}_app"));
        await store.OpenAsync(Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    protected override async Task<IPortableStore> MakeAsync()
    {
        var database = await fixture.Server.CreateDatabaseAsync(Ct);
        var store = new PostgresLedgerStore(fixture.Server.ConnectionTo(database));
        _databases[store.Place] = database;
        return store;
    }

    protected override IPortableStore MakeBeside(IPortableStore store) => new PostgresLedgerStore(fixture.Server.ConnectionTo(_databases[store.Place]));

    protected override async Task<string?> SqlAsync(IPortableStore store, string sql) =>
        await fixture.Server.TrySqlAsync(_databases[store.Place], sql, Ct) is { ExitCode: not 0 } answer ? answer.Errors : null;

    protected override string InsertOf(string first, string last, string source, string space, bool isExclusive, bool isAccepted) =>
        InsertOfRange($"fairlead.address_range('{first}', '{last}', '[]')", source, space, isExclusive, isAccepted);

    protected override string MoveOf(string source, string first, string last) => $"UPDATE fairlead.claim SET range = fairlead.address_range('{first}', '{last}', '[]') WHERE source = '{source}'";

    protected override string EntryOf(long id) => $"INSERT INTO fairlead.history (id, at, who, action, site, subject) VALUES ({id}, now(), 'eve', 'x', 'madrid', 'madrid')";

    protected override string Table(string name) => $"fairlead.{name}";

    private static string InsertOfRange(string range, string source, string space, bool isExclusive, bool isAccepted) =>
        "INSERT INTO fairlead.claim (address_space, range, is_exclusive, is_accepted, site, kind, owner, subject, source) "
        + $"VALUES ('{space}', {range}, {isExclusive}, {isAccepted}, 'madrid', 'load-balancer', 'eve', 'madrid/x', '{source}')";
}

/// <summary>One PostgreSQL for all tests of a class.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server ?? throw new InvalidOperationException("It was not started.");

    public async ValueTask InitializeAsync()
    {
        PostgresServer.Require();
        _server = await PostgresServer.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
