namespace Fairlead.Cli.Output;

/// <summary>Says what is going on when it takes longer than a second, on a terminal alone, and wipes it away at the end.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TextWriter _error;
    private readonly Timer? _timer;
    private string _doing = "";
    private bool _isShown;

    public Progress(Terminal terminal, bool quiet)
    {
        _error = terminal.Error;
        if (terminal.ShowsProgress && !quiet)
            _timer = new Timer(_ => Show(), null, Patience, Patience);
    }

    public void Say(string doing)
    {
        lock (_lock)
            _doing = doing;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (_isShown)
                _error.Write("\r\u001b[K");
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            _isShown = true;
            _error.Write($"\r\u001b[K{_doing} …");
        }
    }
}
