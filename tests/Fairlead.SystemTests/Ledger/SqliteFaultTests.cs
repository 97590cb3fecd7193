using System.Diagnostics;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Microsoft.Data.Sqlite;
using Xunit;
using static Fairlead.SystemTests.Ledger.LedgerSamples;

namespace Fairlead.SystemTests.Ledger;

/// <summary>What goes wrong with a file: said plainly, nothing lost, and the store goes on when the cause is gone.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fairlead-ledger-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_full_disk_loses_nothing_and_room_mends_it()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 4, Ct);
        await using var store = new SqliteLedgerStore(disk.PathOf("ledger.db"));
        await store.OpenAsync(Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        var filler = disk.Fill();
        var acknowledged = 1L;
        LedgerUnavailableException? full = null;
        // What the log has room for is still taken.
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
        Assert.False(full.IsUncertain);
        Assert.Equal(acknowledged, (await store.ReadAllAsync(Ct)).LastEntry);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.HoldAsync(Ct, Reservation("10.2.0.1") with { Note = new string('x', 4000) }));

        File.Delete(filler);
        await store.HoldAsync(Ct, Reservation("10.2.0.1"));
        Assert.Equal(acknowledged + 1, (await store.ReadAllAsync(Ct)).Holdings.Count);
        Assert.Empty(await store.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_backup_onto_a_full_disk_leaves_nothing_there()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1, Ct);
        await using var store = new SqliteLedgerStore(PathOf("ledger.db"));
        await store.OpenAsync(Ct);
        await store.HoldAsync(Ct, [.. Enumerable.Range(0, 1000).Select(i => Reservation($"10.0.{i / 250}.{i % 250}") with { Note = new string('x', 2000) })]);
        var full = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.BackupAsync(disk.PathOf("backup.db"), Ct));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder));
        await store.HoldAsync(Ct, Reservation("10.2.0.1"));
    }

    [Fact]
    public async Task A_new_ledger_on_a_full_disk_is_refused()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1, Ct);
        disk.Fill();
        await using var store = new SqliteLedgerStore(disk.PathOf("ledger.db"));
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.OpenAsync(Ct));
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        File.Delete(disk.PathOf("filler"));
        await store.OpenAsync(Ct);
    }

    [Fact]
    public async Task A_file_system_that_becomes_read_only_is_told()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 4, Ct);
        await using (var store = new SqliteLedgerStore(disk.PathOf("ledger.db")))
        {
            await store.OpenAsync(Ct);
            await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        }

        await disk.RemountAsync("ro", Ct);
        await using var again = new SqliteLedgerStore(disk.PathOf("ledger.db"));
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.OpenAsync(Ct));
        Assert.Matches("read-only|can't be opened", refused.Message);
        await using var fresh = new SqliteLedgerStore(disk.PathOf("new.db"));
        Assert.Contains("can't be made", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => fresh.OpenAsync(Ct))).Message, StringComparison.Ordinal);

        await disk.RemountAsync("rw", Ct);
        Assert.Single((await again.OpenAsync(Ct)).Holdings);
        await again.HoldAsync(Ct, Reservation("10.0.0.2"));
    }

    [Fact]
    public async Task A_file_that_can_not_be_changed_is_told_and_mended_by_the_right()
    {
        await using (var store = new SqliteLedgerStore(PathOf("ledger.db")))
        {
            await store.OpenAsync(Ct);
            await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        }

        // Root may write whatever the mode says, so that an attribute of the file takes its place.
        var locked = await Shell.RunAsync("chattr", ["+i", PathOf("ledger.db")], Ct);
        Assert.SkipUnless(locked.ExitCode == 0, $"chattr does not work here: {locked.Errors}");
        await using var again = new SqliteLedgerStore(PathOf("ledger.db"));
        try
        {
            var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
            {
                await again.OpenAsync(Ct);
                await again.HoldAsync(Ct, Reservation("10.0.0.2"));
            });
            Assert.Matches("read-only|can't be opened", refused.Message);
        }
        finally
        {
            await Shell.RunAsync("chattr", ["-i", PathOf("ledger.db")], CancellationToken.None);
        }

        Assert.Single((await again.OpenAsync(Ct)).Holdings);
        await again.HoldAsync(Ct, Reservation("10.0.0.2"));
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_told_after_a_while_and_goes_on_when_it_lets_go()
    {
        await using var store = new SqliteLedgerStore(PathOf("ledger.db"), patience: TimeSpan.FromSeconds(1));
        await store.OpenAsync(Ct);
        using var holder = await HoldAsync(PathOf("ledger.db"));
        var locked = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.HoldAsync(Ct, Reservation("10.0.0.1")));
        Assert.Contains("another process holds it", locked.Message, StringComparison.Ordinal);
        Assert.False(locked.IsUncertain);
        // Reading goes on meanwhile.
        Assert.Empty((await store.ReadAllAsync(Ct)).Holdings);
        await LetGoAsync(holder);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        Assert.Single((await store.ReadAllAsync(Ct)).Holdings);
    }

    [Theory]
    [InlineData("this is a text file, and no database at all, whatever its name says; it is longer than the header of SQLite, which is a hundred octets")]
    [InlineData("x")]
    public async Task A_file_that_is_no_database_is_told_and_stays(string text)
    {
        await File.WriteAllTextAsync(PathOf("ledger.db"), text, Ct);
        await using var store = new SqliteLedgerStore(PathOf("ledger.db"));
        Assert.Contains("is not a ledger", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(PathOf("ledger.db"), Ct));
    }

    [Fact]
    public async Task A_database_of_another_program_is_told_and_stays()
    {
        await SqlAsync("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        var before = await File.ReadAllBytesAsync(PathOf("ledger.db"), Ct);
        await using var store = new SqliteLedgerStore(PathOf("ledger.db"));
        Assert.Contains("another program", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(PathOf("ledger.db"), Ct));
    }

    [Fact]
    public async Task Damaged_pages_are_found_when_the_ledger_is_opened_or_verified()
    {
        await using (var store = new SqliteLedgerStore(PathOf("ledger.db")))
        {
            await store.OpenAsync(Ct);
            await store.HoldAsync(Ct, [.. Enumerable.Range(0, 1000).Select(i => Reservation($"10.0.{i / 250}.{i % 250}"))]);
            await store.BackupAsync(PathOf("backup.db"), Ct);
        }

        await using var open = new SqliteLedgerStore(PathOf("ledger.db"));
        await open.OpenAsync(Ct);
        await DamageAsync(PathOf("ledger.db"));
        var found = Record.ExceptionAsync(() => open.VerifyAsync(Ct));
        // Damage that SQLite meets on its way is an exception, damage that its check finds is an answer.
        Assert.True(await found is LedgerUnavailableException unavailable ? unavailable.Message.Contains("damaged", StringComparison.Ordinal) : (await open.VerifyAsync(Ct)).Count > 0);
        await using var again = new SqliteLedgerStore(PathOf("ledger.db"));
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.OpenAsync(Ct));
        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        Assert.Contains("fairlead ledger restore", refused.Message, StringComparison.Ordinal);

        await using var restored = new SqliteLedgerStore(PathOf("restored.db"));
        await restored.OpenAsync(Ct);
        await LedgerTransfer.RestoreAsync(PathOf("backup.db"), restored, Ct);
        Assert.Equal(1000, (await restored.ReadAllAsync(Ct)).Holdings.Count);

        await DamageAsync(PathOf("backup.db"));
        await using var empty = new SqliteLedgerStore(PathOf("empty.db"));
        await empty.OpenAsync(Ct);
        Assert.Contains("damaged", (await Assert.ThrowsAsync<UnusableInputException>(() => LedgerTransfer.RestoreAsync(PathOf("backup.db"), empty, Ct))).Message, StringComparison.Ordinal);
        Assert.Empty((await empty.ReadAllAsync(Ct)).Holdings);
    }

    [Fact]
    public async Task A_file_that_was_removed_takes_no_more_writes()
    {
        await using var store = new SqliteLedgerStore(PathOf("ledger.db"));
        await store.OpenAsync(Ct);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        File.Move(PathOf("ledger.db"), PathOf("away.db"));
        Assert.Contains("was removed", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.HoldAsync(Ct, Reservation("10.0.0.2")))).Message, StringComparison.Ordinal);
        await using var fresh = new SqliteLedgerStore(PathOf("ledger.db"));
        Assert.Contains("its log", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => fresh.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        File.Move(PathOf("away.db"), PathOf("ledger.db"));
        await store.HoldAsync(Ct, Reservation("10.0.0.2"));
    }

    [Fact]
    public async Task A_missing_folder_is_told()
    {
        await using var store = new SqliteLedgerStore(PathOf("none/ledger.db"));
        Assert.Contains("there is no folder", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        await using var folder = new SqliteLedgerStore(_folder.FullName);
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => folder.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("none")));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Another process that has begun to write.</summary>
    private static async Task<Process> HoldAsync(string path)
    {
        const string script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None); db.execute('BEGIN IMMEDIATE'); print('mine', flush=True); sys.stdin.read()";
        var holder = Process.Start(new ProcessStartInfo("python3", ["-c", script, path]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("mine", await holder.StandardOutput.ReadLineAsync(Ct));
        return holder;
    }

    private static async Task LetGoAsync(Process holder)
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(Ct);
    }

    /// <summary>Overwrites pages in the middle, as a failing disk does.</summary>
    private static async Task DamageAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (var page = 10; page < file.Length / 4096; page += 2)
        {
            file.Position = page * 4096L;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray(), Ct);
        }
    }

    private async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={PathOf("ledger.db")};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }
}
