using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class TcpReplyTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, -1, -1, "tcp-refused")]
    [InlineData(SocketError.ConnectionReset, -1, -1, "tcp-refused")]
    [InlineData(SocketError.ConnectionRefused, 3, 3, "tcp-refused")]
    [InlineData(SocketError.HostUnreachable, 3, 13, "icmp-prohibited")]
    [InlineData(SocketError.HostUnreachable, 3, 10, "icmp-prohibited")]
    [InlineData(SocketError.NetworkUnreachable, 3, 9, "icmp-prohibited")]
    [InlineData(SocketError.AccessDenied, -1, -1, "icmp-prohibited")]
    [InlineData(SocketError.HostUnreachable, 3, 1, "no-route")]
    [InlineData(SocketError.HostUnreachable, -1, -1, "no-route")]
    [InlineData(SocketError.NetworkUnreachable, 3, 0, "no-route")]
    [InlineData(SocketError.AddressFamilyNotSupported, -1, -1, "no-route")]
    [InlineData(SocketError.TimedOut, -1, -1, "tcp-filtered")]
    [InlineData(SocketError.ProtocolOption, 3, 2, "tcp-filtered")]
    public void One_cause_each(SocketError error, int type, int code, string reason) =>
        Assert.Equal(reason, TcpQuestion.ReplyOf(error, type < 0 ? null : new IcmpNotice(IpAddr.Parse("10.0.0.1"), type, code)).Reason);
}
