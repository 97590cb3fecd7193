using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>A router's last advertisement.</summary>
/// <param name="Source">Its link-local address.</param>
internal sealed record RouterSeen(RouterAdvertisement Said, IpAddr Source, MacAddress SourceMac, DateTimeOffset At);
