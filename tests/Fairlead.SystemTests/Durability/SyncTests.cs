using System.Text.RegularExpressions;
using Xunit;

namespace Fairlead.SystemTests.Durability;

/// <summary>What was acknowledged is on disk. Each promise is tried on a ledger that does not sync as well, where it must be seen broken.</summary>
public sealed partial class SyncTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-sync-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledgement_never_precedes_its_sync(bool doesNotSync)
    {
        const int Asked = 20;
        var ct = TestContext.Current.CancellationToken;
        var trace = Path.Combine(_folder, "trace");
        string[] strace = ["strace", "-f", "-yy", "-s", "32", "-e", "trace=fdatasync,fsync,pwrite64,write,sendto,sendmsg", "-o", trace];
        await using (var server = await ServerProcess.StartAsync(_folder, ServerProcess.TokenIn(_folder), ct, strace, doesNotSync: doesNotSync))
        {
            await server.LoadAsync(ct);
            for (var i = 0; i < Asked; i++)
                Assert.NotNull(await server.ReserveAsync($"c{i}", $"k{i}", ct));
        }

        var (acknowledged, unsynced) = Judge(await File.ReadAllLinesAsync(trace, ct));
        Assert.True(acknowledged >= Asked, $"only {acknowledged} acknowledgements were seen");
        if (doesNotSync)
            Assert.True(unsynced >= Asked, $"{unsynced} acknowledgements came before their sync, and nothing is synced");
        else
            Assert.Equal(0, unsynced);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_acknowledged_survives_the_loss_of_every_write_that_was_not_synced(bool doesNotSync)
    {
        const int Asked = 60;
        var ct = TestContext.Current.CancellationToken;
        var token = ServerProcess.TokenIn(_folder);
        var writes = await UnsyncedWrites.BuildAsync(_folder, ct);
        var acknowledged = new List<Guid>();
        await using (var server = await ServerProcess.StartAsync(_folder, token, ct, environment: writes.Environment, doesNotSync: doesNotSync))
        {
            await server.LoadAsync(ct);
            for (var i = 0; i < Asked; i++)
                acknowledged.Add((await server.ReserveAsync($"c{i}", $"k{i}", ct))!.Id);
            await server.KillAsync();
        }

        var lost = writes.LosePower();
        await using var again = await ServerProcess.StartAsync(_folder, token, ct);
        var (held, _) = await again.ReadAsync(ct);
        var missing = acknowledged.Except(held.Select(reservation => reservation.Id)).Count();
        if (doesNotSync)
            Assert.True(lost > 0 && missing > 0, $"{lost} writes were lost, and {missing} reservations: the loss is not simulated");
        else
            Assert.Equal(0, missing);
    }

    /// <summary>Answers of 201, and those of them before which the write-ahead log was written and not synced since.</summary>
    private static (int Acknowledged, int Unsynced) Judge(string[] trace)
    {
        var (acknowledged, unsynced, isDirty) = (0, 0, false);
        var syncing = new HashSet<string>();
        foreach (var line in trace)
        {
            var process = line.Split(' ', 2)[0];
            if (LogWrite.IsMatch(line))
            {
                isDirty = true;
            }
            else if (LogSync.IsMatch(line))
            {
                if (line.Contains("unfinished", StringComparison.Ordinal))
                    syncing.Add(process);
                else
                    isDirty = false;
            }
            else if (line.Contains("sync resumed", StringComparison.Ordinal) && syncing.Remove(process))
            {
                isDirty = false;
            }
            else if (line.Contains("HTTP/1.1 201", StringComparison.Ordinal))
            {
                acknowledged++;
                unsynced += isDirty ? 1 : 0;
            }
        }

        return (acknowledged, unsynced);
    }

    [GeneratedRegex(@"\bp?write(64)?\(\d+<[^>]*ledger\.db-wal>")]
    private static partial Regex LogWrite { get; }

    [GeneratedRegex(@"\bf(data)?sync\(\d+<[^>]*ledger\.db-wal>")]
    private static partial Regex LogSync { get; }
}
