using System.Net;
using System.Net.Sockets;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class StartTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var refusal = await Assert.ThrowsAsync<ServerStartException>(() => RunningServer.StartAsync(options => options with { Listen = [ListenAddress.Loopback(port)] }));
        Assert.Contains("another program listens there already", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_said()
    {
        // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
        var options = (ServerOptions options) => options with { Listen = [new ListenAddress(IPAddress.Parse("192.0.2.99"), 0)], TrustedProxies = [Fairlead.Core.Addressing.IpPrefix.Parse("192.0.2.1/32")] };
        var refusal = await Assert.ThrowsAsync<ServerStartException>(() => RunningServer.StartAsync(options));
        Assert.Contains("does not have the address", refusal.Message, StringComparison.Ordinal);
    }
}
