using System.Diagnostics;
using System.Globalization;

namespace Fairlead.Testing.Databases;

/// <summary>
/// A PostgreSQL of a test: with a data folder of its own, as a user without rights, on a Unix socket in its folder and nowhere else. It syncs as
/// in production. Gone when disposed, and also when the test's process dies: a process of its own waits for that.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private readonly Process _remains;
    private readonly string? _user;
    private Process? _server;
    private int _databases;

    private PostgresServer(string folder, string? user)
    {
        (Folder, _user) = (folder, user);
        _remains = WaitToRemove(folder);
    }

    /// <summary>Holds the data and the socket.</summary>
    public string Folder { get; }

    /// <summary>Runs the tests of this class only where PostgreSQL is.</summary>
    public static void Require() => Xunit.Assert.SkipUnless(File.Exists($"{Programs}/postgres"), "needs PostgreSQL 15 (apt-get install postgresql-15)");

    public static async Task<PostgresServer> StartAsync(CancellationToken ct)
    {
        // PostgreSQL refuses to run as root.
        var user = Environment.IsPrivilegedProcess ? "nobody" : null;
        var server = new PostgresServer(Directory.CreateTempSubdirectory("fairlead-pg-").FullName, user);
        try
        {
            if (user is not null) (await Shell.RunAsync("chown", [user, server.Folder], ct)).OrThrow("chown");
            (await server.RunAsync([$"{Programs}/initdb", "--no-sync", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale", "C", "-D", server.DataFolder], ct)).OrThrow("initdb");
            // The one user that needs a password.
            await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), "local all guarded scram-sha-256\nlocal all all trust\n", ct);
            await server.StartAgainAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>For Npgsql, as the owner.</summary>
    public string ConnectionTo(string database, string user = "owner") => $"Host={Folder};Username={user};Database={database}";

    /// <summary>A new, empty database.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ledger{Interlocked.Increment(ref _databases)}");
        await SqlAsync("postgres", $"CREATE DATABASE {name}", ct);
        return name;
    }

    /// <summary>Runs SQL with psql, as somebody who goes round the program would; the answer says whether PostgreSQL took it.</summary>
    public Task<Answer> TrySqlAsync(string database, string sql, CancellationToken ct) => Shell.RunAsync(
        $"{Programs}/psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", Folder, "-U", "owner", "-d", database, "-c", sql], ct);

    /// <summary>The same, for SQL that has to succeed.</summary>
    public async Task<string> SqlAsync(string database, string sql, CancellationToken ct) => (await TrySqlAsync(database, sql, ct)).OrThrow(sql).Output.Trim();

    /// <summary>Stops it as an administrator does who does not wait for clients, or as a crash does.</summary>
    public async Task StopAsync(bool isCrash, CancellationToken ct)
    {
        if (_server is not { } server) return;
        (await Shell.RunAsync("kill", [isCrash ? "-QUIT" : "-INT", server.Id.ToString(CultureInfo.InvariantCulture)], ct)).OrThrow("kill");
        await server.WaitForExitAsync(ct);
        server.Dispose();
        _server = null;
    }

    public async Task StartAgainAsync(CancellationToken ct)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = new List<string>();
        var server = new Process { StartInfo = StartOf([$"{Programs}/postgres", "-D", DataFolder, "-k", Folder, "-c", "listen_addresses=", "-c", "max_connections=100"]) };
        server.ErrorDataReceived += (_, line) =>
        {
            lock (lines) lines.Add(line.Data ?? "it ended");
            if (line.Data?.Contains("ready to accept connections", StringComparison.Ordinal) is true) said.TrySetResult();
            if (line.Data is null) said.TrySetException(new InvalidOperationException($"postgres did not start:\n{string.Join('\n', lines)}"));
        };
        server.Start();
        server.BeginErrorReadLine();
        _server = server;
        await said.Task.WaitAsync(TimeSpan.FromMinutes(2), ct);
    }

    public async ValueTask DisposeAsync()
    {
        _remains.StandardInput.Close();
        await _remains.WaitForExitAsync();
        _remains.Dispose();
        if (_server is not { } server) return;
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private string DataFolder => Path.Combine(Folder, "data");

    /// <summary>In a session of its own, so that what ends this process's group does not end it. The server's id stands in its own lock file.</summary>
    private static Process WaitToRemove(string folder)
    {
        const string script =
            """
            cat >/dev/null
            if read -r id <"$0/data/postmaster.pid" && grep -qaF -- "$0/data" "/proc/$id/cmdline"; then
              kill -QUIT "$id"
              while kill -0 "$id"; do sleep 0.05; done
            fi
            rm -rf -- "$0"
            """;
        return Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", $"{{ {script}\n}} 2>/dev/null", folder]) { RedirectStandardInput = true })
            ?? throw new InvalidOperationException("setsid did not start");
    }

    private ProcessStartInfo StartOf(IReadOnlyList<string> command)
    {
        // setpriv replaces itself by the program, so the process's id is the program's.
        List<string> whole = _user is null ? [.. command] : ["setpriv", $"--reuid={_user}", "--regid=nogroup", "--clear-groups", .. command];
        return new(whole[0], whole[1..]) { WorkingDirectory = "/", RedirectStandardError = true, RedirectStandardOutput = false };
    }

    private async Task<Answer> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var start = StartOf(command);
        return await Shell.RunAsync(start.FileName, start.ArgumentList, "/", "", searchFirst: null, ct);
    }
}
