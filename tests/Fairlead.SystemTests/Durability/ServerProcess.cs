using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Core.Addressing;
using Fairlead.Server.Access;
using Fairlead.Testing.Histories;
using Xunit;

namespace Fairlead.SystemTests.Durability;

/// <summary>A server in a process of its own, which can be killed: <c>fairlead serve</c>, or the Lab's tool for a ledger that does not sync.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>Every address of it is free.</summary>
    public const string WideSite =
        """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: wide
        profile: kubernetes-vsphere
        segments:
          - {name: all, prefix: 10.0.0.0/8, gateway: 10.0.0.1, dnsServers: [10.0.0.2], addressing: static}

        """;

    private readonly Process _process;
    private readonly StringBuilder _said;

    private ServerProcess(Process process, StringBuilder said, Uri address, string token)
    {
        (_process, _said) = (process, said);
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    public HttpClient Client { get; }

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>A token for a data folder, the same for every start.</summary>
    public static string TokenIn(string folder) => TokenFile.In(folder, TimeProvider.System).Create("campaign", Grant.Everything).Secret;

    /// <param name="under">A program that starts it, such as strace, with its own arguments.</param>
    /// <param name="doesNotSync">PRAGMA synchronous = OFF, which the product never has.</param>
    public static async Task<ServerProcess> StartAsync(string folder, string token, CancellationToken ct, IReadOnlyList<string>? under = null, IReadOnlyDictionary<string, string>? environment = null, bool doesNotSync = false)
    {
        List<string> words = [.. under ?? [], .. doesNotSync ? [LabTool, "ledger", folder] : (string[])[Program, "serve", "--data", folder, "--listen", "127.0.0.1:0"]];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var (said, listening) = (new StringBuilder(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                listening.TrySetException(new InvalidOperationException($"The server ended before it listened: {said}"));
            else if (Serving.Match(line.Data) is { Success: true } serving)
                listening.TrySetResult(new Uri(serving.Groups[1].Value));
            lock (said)
                said.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            return new ServerProcess(process, said, await listening.Task.WaitAsync(TimeSpan.FromMinutes(2), ct), token);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
        return await output;
    }

    public async Task LoadAsync(CancellationToken ct)
    {
        using var response = await Client.PutAsync("/api/v1/sites/wide", new StringContent(WideSite, Encoding.UTF8, "application/yaml"), ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <returns>Null when it is not known what became of it: the connection broke, or the server said that it can't tell.</returns>
    public async Task<ReservationHistory.Granted?> ReserveAsync(string owner, string key, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sites/wide/segments/all/reservations")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { kind = "load-balancer", owner }), Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        };
        try
        {
            using var response = await Client.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            if ((int)response.StatusCode == 503)
                return null;
            Assert.True((int)response.StatusCode == 201, $"{(int)response.StatusCode}: {text}");
            return Read(JsonNode.Parse(text)!);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Everything that it holds, and all of its history.</summary>
    public async Task<(List<ReservationHistory.Granted> Held, List<ReservationHistory.Entry> History)> ReadAsync(CancellationToken ct)
    {
        var (held, history) = (new List<ReservationHistory.Granted>(), new List<ReservationHistory.Entry>());
        await foreach (var item in PagesAsync("/api/v1/sites/wide/reservations", ct))
            held.Add(Read(item));
        await foreach (var item in PagesAsync("/api/v1/history", ct))
            history.Add(new((long)item["id"]!, (string)item["action"]!, Guid.TryParse(((string)item["subject"]!).Split('/')[^1], out var id) ? id : Guid.Empty));
        return (held, history);
    }

    /// <summary>SIGKILL, to it and to what it was started under.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        Client.Dispose();
    }

    /// <summary>FAIRLEAD_PROGRAM names another, such as the one that <c>./fairlead</c> builds: it starts in a fraction of the time, for long campaigns.</summary>
    private static string Program => Environment.GetEnvironmentVariable("FAIRLEAD_PROGRAM") ?? Path.Combine(Repository.Root, "artifacts", "bin", "Fairlead.Cli", "debug", "fairlead");

    private static string LabTool => Path.Combine(Repository.Root, "artifacts", "bin", "Fairlead.LabTool", "debug", "lab");

    private static ReservationHistory.Granted Read(JsonNode item) => new((Guid)item["id"]!, (string)item["owner"]!, IpRange.Parse((string)item["range"]!));

    private async IAsyncEnumerable<JsonNode> PagesAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (string? next = ""; next is not null;)
        {
            using var answer = await Client.GetAsync($"{path}?limit=1000{(next.Length > 0 ? $"&after={next}" : "")}", ct);
            // A ledger that lost everything has no such site any more.
            if (answer.StatusCode == HttpStatusCode.NotFound)
                yield break;
            var page = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct))!;
            foreach (var item in page["items"]!.AsArray())
                yield return item!;
            next = (string?)page["next"];
        }
    }

    [GeneratedRegex(@"^Serving .* at (http://\S+?),?$")]
    private static partial Regex Serving { get; }
}
