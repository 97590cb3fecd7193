using Fairlead.Core.Diagnostics;
using Fairlead.Ledger;
using Fairlead.Ledger.Postgres;
using Fairlead.Testing.Databases;
using Xunit;
using static Fairlead.SystemTests.Ledger.LedgerSamples;

namespace Fairlead.SystemTests.Ledger;

/// <summary>What goes wrong with PostgreSQL: said plainly, nothing lost, no password shown, and the store goes on when the cause is gone.</summary>
public sealed class PostgresFaultTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PostgresServer Server => fixture.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_under_open_stores_is_told_and_survived(bool isCrash)
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await using var first = new PostgresLedgerStore(Server.ConnectionTo(database));
        await using var second = new PostgresLedgerStore(Server.ConnectionTo(database));
        await first.OpenAsync(Ct);
        await second.OpenAsync(Ct);
        await first.HoldAsync(Ct, Reservation("10.0.0.1"));
        await first.WaitForOthersAsync(Ct);
        var turn = await first.BeginAsync(1, [], Ct);

        await Server.StopAsync(isCrash, Ct);
        // A turn that was under way: the commit fails, and the store says that it does not know.
        var uncertain = await Assert.ThrowsAsync<LedgerUnavailableException>(() => turn.CommitAsync(Holds(1, Reservation("10.0.0.2")), Ct));
        Assert.True(uncertain.IsUncertain);
        var away = await Assert.ThrowsAsync<LedgerUnavailableException>(() => second.HoldAsync(Ct, Reservation("10.0.0.3")));
        Assert.False(away.IsUncertain);
        Assert.Contains("Is it running", away.Message, StringComparison.Ordinal);
        // Neither of these is a reason to fail.
        await first.WaitForOthersAsync(Ct);
        await first.TellOthersAsync(Ct);

        await Server.StartAgainAsync(Ct);
        Assert.Equal(1, (await first.ReadAllAsync(Ct)).LastEntry);
        await first.HoldAsync(Ct, Reservation("10.0.0.2"));
        await second.HoldAsync(Ct, Reservation("10.0.0.3"));
        Assert.Equal(3, (await second.ReadAllAsync(Ct)).Holdings.Count);
        await first.WaitForOthersAsync(Ct);
        Assert.Empty(await second.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_restart_between_turns_is_not_noticed()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await using var store = new PostgresLedgerStore(Server.ConnectionTo(database));
        await store.OpenAsync(Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        await Server.StopAsync(isCrash: false, Ct);
        await Server.StartAgainAsync(Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.2"));
        Assert.Equal(2, (await store.ReadHistoryAsync(new(0, 10), Ct)).Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_committing_leaves_the_fate_open_and_the_ledger_whole()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await using var store = new PostgresLedgerStore(Server.ConnectionTo(database));
        await store.OpenAsync(Ct);
        // A trigger of the test ends the session in the middle of the commit's statements.
        await Server.SqlAsync(
            database,
            """
            CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE TRIGGER die AFTER INSERT ON fairlead.answer FOR EACH STATEMENT EXECUTE FUNCTION public.die();
            """,
            Ct);
        var uncertain = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.CommitAsync(last => Holds(last, Reservation("10.0.0.1")) with { Answers = [Answer("k")] }, Ct));
        Assert.True(uncertain.IsUncertain);
        Assert.Equal(0, (await store.ReadAllAsync(Ct)).LastEntry);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    [Fact]
    public async Task A_turn_that_somebody_holds_is_told_after_a_while()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await using var holder = new PostgresLedgerStore(Server.ConnectionTo(database));
        await holder.OpenAsync(Ct);
        await using var store = new PostgresLedgerStore(Server.ConnectionTo(database), patience: TimeSpan.FromSeconds(1));
        await store.OpenAsync(Ct);
        await using (await holder.BeginAsync(0, [], Ct))
        {
            var locked = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.BeginAsync(0, [], Ct));
            Assert.Contains("the turn to write", locked.Message, StringComparison.Ordinal);
        }

        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_never_shown()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await Server.SqlAsync("postgres", "SET password_encryption = 'scram-sha-256'; DROP ROLE IF EXISTS guarded; CREATE ROLE guarded SUPERUSER LOGIN PASSWORD 'right-one'", Ct);
        await using var wrong = new PostgresLedgerStore($"{Server.ConnectionTo(database, "guarded")};Password=hunter2-secret");
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => wrong.OpenAsync(Ct));
        Assert.Contains("password", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString() + wrong.Place, StringComparison.Ordinal);
        await using var right = new PostgresLedgerStore($"{Server.ConnectionTo(database, "guarded")};Password=right-one");
        await right.OpenAsync(Ct);
        await right.WaitForOthersAsync(Ct);
        Assert.DoesNotContain("right-one", right.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        await using var nowhere = new PostgresLedgerStore($"Host={Server.Folder}/none;Database=x;Username=u;Password=hunter2-secret");
        var away = await Assert.ThrowsAsync<LedgerUnavailableException>(() => nowhere.OpenAsync(Ct));
        Assert.Contains("can't be reached", away.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", away.ToString(), StringComparison.Ordinal);
        await using var noDatabase = new PostgresLedgerStore(Server.ConnectionTo("nonesuch"));
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => noDatabase.OpenAsync(Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_told()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await Server.SqlAsync("postgres", $"CREATE ROLE {database}_guest LOGIN", Ct);
        await using var guest = new PostgresLedgerStore(Server.ConnectionTo(database, $"{database}_guest"));
        Assert.Contains("lacks a right", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => guest.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        // With a schema of its own, but without the right to create the extension; an administrator's one command mends it.
        await Server.SqlAsync(database, $"CREATE SCHEMA fairlead AUTHORIZATION {database}_guest", Ct);
        var forbidden = await Assert.ThrowsAsync<LedgerUnavailableException>(() => guest.OpenAsync(Ct));
        Assert.Contains("CREATE EXTENSION btree_gist in this database", forbidden.Message, StringComparison.Ordinal);
        await Server.SqlAsync(database, "CREATE EXTENSION btree_gist", Ct);
        await guest.OpenAsync(Ct);
        await guest.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_and_room_mends_it()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 24, Ct);
        // In a tablespace, so that the server's own log of writes goes on, as on a machine that keeps them apart.
        (await Shell.RunAsync("bash", ["-c", "mkdir \"$0/space\" && chown nobody \"$0/space\" && chmod 755 \"$0\"", disk.Folder], Ct)).OrThrow("chown");
        var space = $"small{Guid.NewGuid():N}";
        await Server.SqlAsync("postgres", $"CREATE TABLESPACE {space} LOCATION '{disk.PathOf("space")}'", Ct);
        await Server.SqlAsync("postgres", $"CREATE DATABASE {space} TABLESPACE {space}", Ct);
        await using (var store = new PostgresLedgerStore(Server.ConnectionTo(space)))
        {
            await store.OpenAsync(Ct);
            var filler = disk.Fill();
            var acknowledged = 0L;
            LedgerUnavailableException? full = null;
            // What the last pages have room for is still taken.
            for (var i = 0; full is null && i < 2000; i++)
            {
                try
                {
                    await store.HoldAsync(Ct, Reservation($"10.1.{i / 250}.{i % 250}") with { Note = new string('x', 2000) });
                    acknowledged++;
                }
                catch (LedgerUnavailableException unavailable)
                {
                    full = unavailable;
                }
            }

            Assert.NotNull(full);
            Assert.Contains("is full", full.Message, StringComparison.Ordinal);
            Assert.Contains("make room", full.Message, StringComparison.Ordinal);
            Assert.Equal(acknowledged, (await store.ReadAllAsync(Ct)).LastEntry);

            File.Delete(filler);
            await store.HoldAsync(Ct, Reservation("10.2.0.1"));
            Assert.Equal(acknowledged + 1, (await store.ReadAllAsync(Ct)).Holdings.Count);
            Assert.Empty(await store.VerifyAsync(Ct));
        }

        await Server.SqlAsync("postgres", $"DROP DATABASE {space} WITH (FORCE)", Ct);
        await Server.SqlAsync("postgres", $"DROP TABLESPACE {space}", Ct);
    }

    [Fact]
    public async Task A_schema_that_was_changed_is_told_and_goes_on_when_it_is_mended()
    {
        var database = await Server.CreateDatabaseAsync(Ct);
        await using var store = new PostgresLedgerStore(Server.ConnectionTo(database));
        await store.OpenAsync(Ct);
        await Server.SqlAsync(database, "ALTER TABLE fairlead.history RENAME TO away", Ct);
        Assert.Contains("refuses", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.HoldAsync(Ct, Reservation("10.0.0.1")))).Message, StringComparison.Ordinal);
        await Server.SqlAsync(database, "ALTER TABLE fairlead.away RENAME TO history", Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    [Theory]
    [InlineData("hunter2-secret")]
    [InlineData("Host=db;Passwort=hunter2-secret")]
    [InlineData("Host=db;Password=abc;hunter2-secret")]
    [InlineData("Host=db;Port=hunter2-secret")]
    [InlineData("postgres://user:hunter2-secret@db/fairlead")]
    [InlineData("Password=hunter2-secret")]
    public void A_text_that_is_no_connection_string_is_refused_without_showing_it(string text)
    {
        var refused = Assert.Throws<UnusableInputException>(() => new PostgresLedgerStore(text));
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Host=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_string_comes_from_a_file_or_from_the_environment()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "database");
            File.WriteAllText(file, " Host=db\n");
            Assert.Equal("Host=db", PostgresConnection.Read(file, _ => "Host=other"));
            Assert.Equal("Host=other", PostgresConnection.Read(null, name => name == "FAIRLEAD_DATABASE" ? "Host=other" : null));
            Assert.Null(PostgresConnection.Read(null, _ => " "));
            File.WriteAllText(file, "\n");
            Assert.Contains(file, Assert.Throws<UnusableInputException>(() => PostgresConnection.Read(file, _ => null)).Message, StringComparison.Ordinal);
            Assert.Throws<UnusableInputException>(() => PostgresConnection.Read(file + "x", _ => null));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
