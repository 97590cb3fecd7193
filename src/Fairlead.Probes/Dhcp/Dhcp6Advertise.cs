using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>One DHCPv6 ADVERTISE and where it came from.</summary>
/// <param name="Source">The server's or the relay's link-local address.</param>
internal sealed record Dhcp6Advertise(Dhcp6Packet Packet, IpAddr Source, MacAddress SourceMac, DateTimeOffset At)
{
    /// <summary>The server's DUID in hexadecimal.</summary>
    public string Server => Convert.ToHexStringLower(Packet.ServerIdentifier);
}
