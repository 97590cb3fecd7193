using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Fairlead.Server.Hosting;

/// <summary>
/// Writes log lines to standard error, where results never go. Lines that come together share one write: the console logger of the platform
/// makes a system call for each, which at thousands of requests a second took a tenth of the machine. Its formatters stay.
/// </summary>
internal sealed class LogWriter : ILoggerProvider
{
    /// <summary>Whoever logs beyond this waits, as with the platform's own: a log that silently loses lines is no audit.</summary>
    private const int LongestQueue = 4096;

    private readonly ConsoleFormatter _formatter;
    private readonly Stream _output;
    private readonly BlockingCollection<string> _lines = new(LongestQueue);
    private readonly Thread _writer;

    public LogWriter(ConsoleFormatter formatter, Stream output)
    {
        (_formatter, _output) = (formatter, output);
        _writer = new Thread(WriteLines) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>Takes the place of the console's provider, with the formatter that was added for it.</summary>
    public static void Use(ILoggingBuilder logging)
    {
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(services =>
        {
            var (name, formatters) = (services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ConsoleLoggerOptions>>().Value.FormatterName, services.GetServices<ConsoleFormatter>());
            return new LogWriter(formatters.First(each => each.Name == (name ?? ConsoleFormatterNames.Simple)), Console.OpenStandardError());
        });
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>What was logged until now is written before this returns.</summary>
    public void Dispose()
    {
        _lines.CompleteAdding();
        _writer.Join();
        _lines.Dispose();
    }

    private void Add(string line)
    {
        try
        {
            _lines.Add(line);
        }
        catch (InvalidOperationException)
        {
            // After the end, the log is closed.
        }
    }

    private void WriteLines()
    {
        var text = new StringBuilder();
        foreach (var first in _lines.GetConsumingEnumerable())
        {
            text.Append(first);
            for (var count = 1; count < LongestQueue && _lines.TryTake(out var next); count++)
                text.Append(next);
            try
            {
                _output.Write(Encoding.UTF8.GetBytes(text.ToString()));
            }
            catch (IOException)
            {
                // Nobody reads the log any more; the server goes on.
            }

            text.Clear();
        }
    }

    private sealed class Category(LogWriter log, string name) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? t_line;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            t_line ??= new StringWriter();
            log._formatter.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter), null, t_line);
            var line = t_line.GetStringBuilder();
            if (line.Length > 0)
                log.Add(line.ToString());
            line.Clear();
        }
    }
}
