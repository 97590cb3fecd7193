using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Fairlead.Cli.Vantages;

/// <summary>
/// One run of the system's ssh. Keys, agents, known hosts and jump hosts are the user's own configuration's; <c>FAIRLEAD_SSH</c> names another
/// command line, read by a shell. It never asks for anything (BatchMode).
/// </summary>
internal sealed class SshConnection : IAsyncDisposable
{
    /// <summary>The longest a machine may take from being connected to its first word, and from its last to its end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MostErrorLines = 40;
    private const int LongestLine = 4096;
    private const int LongestPreamble = 65_536;

    private readonly Process _process;
    private readonly Task _errors;
    private readonly Queue<string> _lastErrors = new();
    private readonly Action<string> _said;
    private bool _isGreeted;

    private SshConnection(Process process, Action<string> said)
    {
        (_process, _said) = (process, said);
        _errors = PumpErrorsAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>No word came in time.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>The last lines of standard error, the other machine's and ssh's own.</summary>
    public string Errors
    {
        get
        {
            lock (_lastErrors)
                return string.Join('\n', _lastErrors);
        }
    }

    /// <param name="said">Gets each line that the other machine says while it works.</param>
    /// <returns>Null when there is no ssh here.</returns>
    public static SshConnection? Start(SshTarget target, string command, Action<string> said)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var own = Environment.GetEnvironmentVariable("FAIRLEAD_SSH");
        if (string.IsNullOrEmpty(own))
        {
            start.FileName = "ssh";
        }
        else if (OperatingSystem.IsWindows())
        {
            start.FileName = own;
        }
        else
        {
            start.FileName = "/bin/sh";
            foreach (var word in (ReadOnlySpan<string>)["-c", $"exec {own} \"$@\"", "ssh"])
                start.ArgumentList.Add(word);
        }

        foreach (var word in Arguments(target, command))
            start.ArgumentList.Add(word);
        try
        {
            return Process.Start(start) is { } process ? new(process, said) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The rest of the greeting's line; null when the connection ended, was silent, or said something else for too long.</summary>
    public async Task<string?> ReadGreetingAsync(string greeting, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            return await FindGreetingAsync(greeting, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            IsSilent = true;
            return null;
        }
    }

    /// <summary>Says that nothing more comes, and waits for the end.</summary>
    /// <returns>The exit code of ssh, which is the other machine's or 255.</returns>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        CloseInput();
        try
        {
            await _process.WaitForExitAsync(limited.Token);
            await _errors.WaitAsync(limited.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            return 255;
        }
    }

    public async ValueTask DisposeAsync()
    {
        CloseInput();
        if (!_process.HasExited)
        {
            // The other end takes the end of its input for ours; ssh itself has nothing left to do.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task<string?> FindGreetingAsync(string greeting, CancellationToken ct)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        for (var read = 0; read < LongestPreamble; read++)
        {
            if (await Output.ReadAsync(octet, ct) == 0)
                return null;
            if (octet[0] != '\n')
            {
                line.Add(octet[0]);
                continue;
            }

            // A login shell's start files may have said something first.
            var text = Encoding.UTF8.GetString([.. line]);
            line.Clear();
            if (!text.StartsWith(greeting + " ", StringComparison.Ordinal))
                continue;
            _isGreeted = true;
            return text[(greeting.Length + 1)..].Trim();
        }

        return null;
    }

    private static IEnumerable<string> Arguments(SshTarget target, string command)
    {
        // -T: no terminal, so octets arrive as they are. ServerAlive: a cut cable ends it within a minute.
        List<string> words = ["-T", "-o", "BatchMode=yes", "-o", "Compression=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"];
        if (target.Port is { } port)
            words.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        if (target.User is { } user)
            words.AddRange(["-l", user]);
        return [.. words, "--", target.Host, command];
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The other end closed first.
        }
    }

    private async Task PumpErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            var text = line.Length > LongestLine ? line[..LongestLine] : line;
            lock (_lastErrors)
            {
                _lastErrors.Enqueue(text);
                if (_lastErrors.Count > MostErrorLines)
                    _lastErrors.Dequeue();
            }

            if (_isGreeted)
                _said(text);
        }
    }
}
