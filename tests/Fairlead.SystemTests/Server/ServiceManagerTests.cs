using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>What systemd hears on its socket.</summary>
public sealed class ServiceManagerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_says_that_it_is_ready_lives_and_stops(bool isAbstract)
    {
        using var folder = new TestFolder();
        var path = folder.File("notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path : path));
        var server = await StartAsync(isAbstract ? "@" + path : path, ("WATCHDOG_USEC", "100000"));
        Assert.Equal("READY=1", await HearAsync(manager));
        using var client = server.Client();
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync("/healthz", Ct));
        Assert.Equal("WATCHDOG=1", await HearAsync(manager));
        Assert.Equal("WATCHDOG=1", await HearAsync(manager));
        await server.DisposeAsync();
        string said;
        do
        {
            said = await HearAsync(manager);
        }
        while (said == "WATCHDOG=1");

        Assert.Equal("STOPPING=1", said);
    }

    [Fact]
    public async Task The_watchdog_of_another_process_is_not_fed()
    {
        using var folder = new TestFolder();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        var server = await StartAsync(folder.File("notify"), ("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1"));
        Assert.Equal("READY=1", await HearAsync(manager));
        await server.DisposeAsync();
        Assert.Equal("STOPPING=1", await HearAsync(manager));
    }

    [Fact]
    public async Task A_manager_that_is_not_there_does_not_keep_the_server_from_running()
    {
        await using var server = await StartAsync("/nowhere/notify");
        using var client = server.Client();
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync("/healthz", Ct));
        Assert.Contains("could not be told READY=1", server.Logged, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(string socket, params (string Name, string Value)[] more) =>
        RunningServer.StartAsync(options => options with { Environment = more.Append(("NOTIFY_SOCKET", socket)).ToDictionary(pair => pair.Item1, pair => pair.Item2) });

    private static async Task<string> HearAsync(Socket manager)
    {
        var buffer = new byte[256];
        var length = await manager.ReceiveAsync(buffer, Ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
