using System.Net.NetworkInformation;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Links;

/// <summary>An interface of this machine as it was when asked.</summary>
public sealed record LinkInterface
{
    public required string Name { get; init; }

    /// <summary>The kernel's number for it.</summary>
    public required int Index { get; init; }

    public required MacAddress Mac { get; init; }

    public required IReadOnlyList<LinkAddress> Addresses { get; init; }

    /// <summary>Of its default routes.</summary>
    public required IReadOnlyList<IpAddr> Gateways { get; init; }

    /// <summary>Octets that an IP packet may have.</summary>
    public required int Mtu { get; init; }

    /// <summary>Administratively up, with a carrier.</summary>
    public required bool IsUp { get; init; }

    public bool IsOnLink(IpAddr address) => Addresses.Any(own => own.Prefix.Contains(address));

    public bool Owns(IpAddr address) => Addresses.Any(own => own.Address == address);

    /// <summary>The interfaces that frames can be sent from: no loopback, no tunnel.</summary>
    public static IReadOnlyList<LinkInterface> All() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().Where(HasFrames).Select(OfIfThere).OfType<LinkInterface>().OrderBy(found => found.Index)];

    /// <returns>Null when there is none of that name, or it has no Ethernet address.</returns>
    public static LinkInterface? Find(string name) => All().FirstOrDefault(found => found.Name == name);

    private static bool HasFrames(NetworkInterface found) =>
        found.NetworkInterfaceType != NetworkInterfaceType.Loopback && found.GetPhysicalAddress().GetAddressBytes().Length == MacAddress.Length;

    /// <returns>Null when it went away since the list was made.</returns>
    private static LinkInterface? OfIfThere(NetworkInterface found)
    {
        try
        {
            return Of(found);
        }
        catch (NetworkInformationException)
        {
            return null;
        }
    }

    private static LinkInterface Of(NetworkInterface found)
    {
        var properties = found.GetIPProperties();
        var index = IndexOf(properties);
        return new LinkInterface
        {
            Name = found.Name,
            Index = index,
            Mac = MacAddress.Read(found.GetPhysicalAddress().GetAddressBytes()),
            Addresses = [.. properties.UnicastAddresses.Select(own => (Address: own.Address.ToIpAddr(), own.PrefixLength)).Select(own => new LinkAddress(own.Address, IpPrefix.Of(own.Address, own.PrefixLength)))],
            Gateways = [.. properties.GatewayAddresses.Select(gateway => gateway.Address.ToIpAddr()).Where(gateway => gateway.Bits != 0).Distinct()],
            Mtu = MtuOf(properties),
            IsUp = found.OperationalStatus == OperationalStatus.Up,
        };
    }

    private static int IndexOf(IPInterfaceProperties properties)
    {
        try
        {
            return properties.GetIPv4Properties().Index;
        }
        catch (NetworkInformationException)
        {
            return properties.GetIPv6Properties().Index;
        }
    }

    private static int MtuOf(IPInterfaceProperties properties)
    {
        try
        {
            return properties.GetIPv4Properties().Mtu;
        }
        catch (NetworkInformationException)
        {
            return properties.GetIPv6Properties().Mtu;
        }
    }
}
