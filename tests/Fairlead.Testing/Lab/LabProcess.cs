using System.Diagnostics;

namespace Fairlead.Testing.Lab;

/// <summary>A program that runs on a machine of the Lab, and every line that it printed.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Process _process;
    private readonly string _name;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openStreams = 2;

    private LabProcess(Process process, string name)
    {
        (_process, _name) = (process, name);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it printed so far, both streams in the order in which lines came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Waits until it has printed such a line.</summary>
    /// <exception cref="InvalidOperationException">It ended, or a minute passed, without one; the message holds what it printed.</exception>
    public async Task<string> WaitForAsync(string part, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        for (var read = 0; ;)
        {
            Task more;
            lock (_lock)
            {
                for (; read < _lines.Count; read++)
                {
                    if (_lines[read].Contains(part, StringComparison.Ordinal))
                        return _lines[read];
                }

                if (_openStreams == 0)
                    throw NotSaid(part, "ended");
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limited.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw NotSaid(part, "waited for a minute");
            }
        }
    }

    /// <summary>Asks it to end (SIGTERM, by its id) and waits until it has.</summary>
    public async Task<int> StopAsync(CancellationToken ct)
    {
        if (!_process.HasExited)
            await Shell.RunAsync("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], "/", "", searchFirst: null, ct);
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    internal static LabProcess Start(LabNode node, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        // ip replaces itself by the program, so the process's id is the program's.
        var start = new ProcessStartInfo("ip", ["netns", "exec", node.Namespace, program, .. arguments])
        {
            WorkingDirectory = node.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"), $"{program} on {node.Name}");
    }

    private void Add(string? line)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            if (line is null)
                _openStreams--;
            else
                _lines.Add(line);
            more = _more;
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }

    private InvalidOperationException NotSaid(string part, string how) => new($"{_name} {how} without saying '{part}':\n{string.Join('\n', Lines)}");
}
