using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Fairlead.Bench.Ledgers;

/// <summary><c>fairlead serve</c> as it is installed, over a ledger of its own. Without a line of log for each request: whoever reads those would share the processors too.</summary>
internal sealed partial class ServedLedger : IAsyncDisposable
{
    private const string Site = "apiVersion: fairlead.dev/v1\nkind: Site\nname: wide\nprofile: kubernetes-vsphere\nsegments:\n  - {name: all, prefix: 10.0.0.0/8, gateway: 10.0.0.1, dnsServers: [10.0.0.2], addressing: static}\n";

    private readonly Process _process;
    private readonly Uri _address;
    private readonly string[] _tokens;

    private ServedLedger(Process process, Uri address, string[] tokens) => (_process, _address, _tokens) = (process, address, tokens);

    /// <param name="database">A connection string of PostgreSQL; null: the SQLite file in the folder.</param>
    public static async Task<ServedLedger> StartAsync(string program, string folder, string? database, CancellationToken ct)
    {
        // A caller may send so many a second; the load comes from several.
        var tokens = new string[16];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = (await RunAsync(program, ["token", "create", string.Create(CultureInfo.InvariantCulture, $"bench-{Guid.NewGuid():N}"), "--scope", "admin", "--data", folder], ct)).Trim();
        var start = new ProcessStartInfo(program, ["serve", "--data", folder, "--listen", "127.0.0.1:0", "--log-level", "warning"]) { RedirectStandardError = true };
        if (database is not null)
            start.Environment["FAIRLEAD_DATABASE"] = database;
        var process = Process.Start(start)!;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                listening.TrySetException(new InvalidOperationException("The server ended before it listened."));
            else if (Serving.Match(line.Data) is { Success: true } serving)
                listening.TrySetResult(new Uri(serving.Groups[1].Value));
        };
        process.BeginErrorReadLine();
        var served = new ServedLedger(process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(5), ct), tokens);
        using var client = new HttpClient { BaseAddress = served._address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", tokens[0]) } };
        (await client.PutAsync("/api/v1/sites/wide", new StringContent(Site, Encoding.UTF8, "application/yaml"), ct)).EnsureSuccessStatusCode();
        return served;
    }

    /// <summary>So many clients for so long, after a second of warming up.</summary>
    public async Task<LoadFigures> LoadAsync(int clients, TimeSpan duration)
    {
        await RunAsync(clients, TimeSpan.FromSeconds(1));
        return await RunAsync(clients, duration);
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<LoadFigures> RunAsync(int clients, TimeSpan duration)
    {
        using var ending = new CancellationTokenSource(duration);
        var before = _process.TotalProcessorTime;
        var begin = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, clients).Select(number => new LoadClient(_address, _tokens[number % _tokens.Length], number)).ToList();
        await Task.WhenAll(all.Select(client => Task.Run(() => client.RunAsync(ending.Token))));
        var wall = Stopwatch.GetElapsedTime(begin);
        _process.Refresh();
        var latencies = all.SelectMany(client => client.Latencies).Order().ToList();
        foreach (var client in all)
            client.Dispose();
        return new LoadFigures(latencies.Count / wall.TotalSeconds, latencies[latencies.Count / 2], latencies[(int)(latencies.Count * 0.99)], (_process.TotalProcessorTime - before) / wall);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }

    [GeneratedRegex(@"^Serving .* at (http://\S+?),?$")]
    private static partial Regex Serving { get; }
}

/// <param name="Rate">Acknowledged reservations a second.</param>
/// <param name="Median">In milliseconds, as <paramref name="P99"/>.</param>
/// <param name="Cores">Of the server.</param>
internal sealed record LoadFigures(double Rate, double Median, double P99, double Cores);
