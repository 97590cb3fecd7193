using System.Diagnostics;
using System.Net;
using System.Text;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary><c>fairlead up</c> in a process of its own, with a state folder of its own.</summary>
internal sealed class RunningUp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said;
    private readonly SemaphoreSlim _saidMore;

    private RunningUp(Process process, StringBuilder said, SemaphoreSlim saidMore, Uri address)
    {
        (_process, _said, _saidMore, Address) = (process, said, saidMore, address);
        Browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(address, "/") };
    }

    public static string Program => Repository.PathOf("artifacts", "bin", "Fairlead.Cli", "debug", "fairlead");

    /// <summary>With the token that works once.</summary>
    public Uri Address { get; }

    /// <summary>Keeps cookies.</summary>
    public HttpClient Browser { get; }

    /// <summary>Standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static async Task<RunningUp> StartAsync(string state, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, ["up", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = Repository.Root };
        start.Environment["XDG_STATE_HOME"] = state;
        var process = Process.Start(start)!;
        var (said, more) = (new StringBuilder(), new SemaphoreSlim(0));
        process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
                said.Append(line.Data).Append('\n');
            more.Release();
        };
        process.BeginErrorReadLine();
        var address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.True(address is not null, said.ToString());
        return new RunningUp(process, said, more, new Uri(address));
    }

    /// <summary>Until standard error holds a text.</summary>
    public async Task SaysAsync(string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!Said.Contains(text, StringComparison.Ordinal))
            await _saidMore.WaitAsync(limit.Token);
    }

    /// <summary>Ctrl-C.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Browser.Dispose();
        _saidMore.Dispose();
    }
}
