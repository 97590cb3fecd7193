using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Checks;

/// <summary>What is going to be sent, and how far it is, on standard error: on a terminal one line that changes, else the announcement alone.</summary>
internal sealed class LiveChecks : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Terminal _terminal;
    private readonly bool _isQuiet;
    private int _answers;
    private int _failures;
    private bool _isShown;

    public LiveChecks(Terminal terminal, bool quiet)
    {
        _terminal = terminal;
        _isQuiet = quiet;
    }

    public void Announce(IReadOnlyCollection<Announcement> announcements)
    {
        if (_isQuiet)
            return;
        _terminal.Error.WriteLine(announcements.Count == 0 ? "Nothing is to be sent from here." : "About to send, and nothing else:");
        foreach (var each in announcements)
            _terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {each.What} to {each.Where}: at most {each.Packets}, within {Span(each.AtMost)}"));
    }

    public void Saw(CheckResult result)
    {
        lock (_lock)
        {
            _answers++;
            if (result.Outcome == CheckOutcome.Failed)
                _failures++;
            Show($"{_answers} answers, {_failures} failed: {result.Check.Id} {result.Target ?? result.Subject}");
        }
    }

    public void Progress(string text)
    {
        lock (_lock)
            Show(text);
    }

    public void Finish()
    {
        lock (_lock)
        {
            if (_isShown)
                _terminal.Error.Write("\r\u001b[K");
            _isShown = false;
        }
    }

    public void Dispose() => Finish();

    private void Show(string text)
    {
        if (_isQuiet || !_terminal.ShowsProgress)
            return;
        // What the network named must not command the terminal.
        text = VisibleText.Of(text);
        var room = Math.Max(1, _terminal.Width - 1);
        _terminal.Error.Write($"\r\u001b[K{(text.Length > room ? text[..room] : text)}");
        _isShown = true;
    }

    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds)} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes)} min");
}
