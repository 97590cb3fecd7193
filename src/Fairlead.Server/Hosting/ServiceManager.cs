using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>Tells systemd how the service is (sd_notify(3)): that it is ready, that it stops, and, with WatchdogSec=, that it still lives.</summary>
internal sealed partial class ServiceManager(ServerOptions options, IHostApplicationLifetime lifetime, ILogger<ServiceManager> logger) : IHostedLifecycleService, IDisposable
{
    private readonly string? _socket = options.Environment.GetValueOrDefault("NOTIFY_SOCKET");
    private ITimer? _watchdog;
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The listeners are open.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_socket))
            return Task.CompletedTask;
        _stopping = lifetime.ApplicationStopping.Register(() => Send("STOPPING=1"));
        if (Interval() is { } interval)
            _watchdog = options.Time.CreateTimer(_ => Send("WATCHDOG=1"), null, interval, interval);
        Send("READY=1");
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _watchdog?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Half of what the manager waits, as sd_watchdog_enabled(3) advises; null when it does not wait for this process.</summary>
    private TimeSpan? Interval()
    {
        if (!long.TryParse(options.Environment.GetValueOrDefault("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds == 0)
            return null;
        var forOther = options.Environment.GetValueOrDefault("WATCHDOG_PID") is { } pid && pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return forOther ? null : TimeSpan.FromMicroseconds(microseconds / 2.0);
    }

    private void Send(string state)
    {
        try
        {
            // A leading @ stands for the zero octet of an abstract socket.
            var path = _socket![0] == '@' ? '\0' + _socket[1..] : _socket;
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            Log.NotTold(logger, state, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5021, LogLevel.Warning, "The service manager could not be told {State}: {Reason}")]
        public static partial void NotTold(ILogger logger, string state, string reason);
    }
}
