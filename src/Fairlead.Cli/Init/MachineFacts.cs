using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Init;

/// <summary>What this machine knows about the network it stands in: answers to offer, never to take for granted.</summary>
internal sealed record MachineFacts
{
    public static readonly MachineFacts None = new();

    public string? Interface { get; init; }

    public IpPrefix? Prefix { get; init; }

    public IpAddr? Gateway { get; init; }

    public IReadOnlyList<IpAddr> DnsServers { get; init; } = [];

    public IpAddr? DhcpServer { get; init; }

    public TimeSpan? LeaseTime { get; init; }

    /// <summary>The interface that the IPv4 default route leaves by. What can't be read stays unknown.</summary>
    public static MachineFacts Read()
    {
        try
        {
            var found = NetworkInterface.GetAllNetworkInterfaces()
                .Where(item => item.OperationalStatus == OperationalStatus.Up && item.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(item => (Interface: item, Properties: item.GetIPProperties()))
                .FirstOrDefault(item => item.Properties.GatewayAddresses.Any(gateway => IsV4(gateway.Address)));
            return found.Interface is null ? None : Of(found.Interface, found.Properties);
        }
        catch (Exception exception) when (exception is NetworkInformationException or PlatformNotSupportedException or IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    private static MachineFacts Of(NetworkInterface item, IPInterfaceProperties properties)
    {
        var unicast = properties.UnicastAddresses.FirstOrDefault(address => IsV4(address.Address));
        var lease = ReadLease(item.Name, properties);
        var dhcpServer = lease.Server ?? AddressesOf(OperatingSystem.IsWindows() ? properties.DhcpServerAddresses : []).Select(address => (IpAddr?)address).FirstOrDefault();
        return new()
        {
            Interface = item.Name,
            Prefix = unicast is not null && Parse(unicast.Address) is { } own ? IpPrefix.Of(own, unicast.PrefixLength) : null,
            Gateway = AddressesOf(properties.GatewayAddresses.Select(gateway => gateway.Address).Where(IsV4)).Select(address => (IpAddr?)address).FirstOrDefault(),
            DnsServers = DnsServersOf(properties),
            DhcpServer = dhcpServer,
            LeaseTime = lease.LeaseTime,
        };
    }

    /// <summary>A resolver on this machine itself is of no use to others: then what stands behind it, where systemd tells.</summary>
    private static List<IpAddr> DnsServersOf(IPInterfaceProperties properties)
    {
        const string BehindTheStub = "/run/systemd/resolve/resolv.conf";
        const string Word = "nameserver ";
        var own = AddressesOf(properties.DnsAddresses.Where(address => !IPAddress.IsLoopback(address))).ToList();
        return own.Count > 0 || ReadText(BehindTheStub) is not { } text
            ? own
            : [.. text.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.StartsWith(Word, StringComparison.Ordinal))
                .Select(line => IpAddr.TryParse(line.AsSpan(Word.Length).Trim(), out var address, out _) ? address : default)
                .Where(address => !address.IsNone)];
    }

    private static LeaseFile ReadLease(string name, IPInterfaceProperties properties)
    {
        if (OperatingSystem.IsWindows())
            return new(null, null);
        var index = properties.GetIPv4Properties().Index.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> withKeys = [$"/run/systemd/netif/leases/{index}", .. FilesIn("/var/lib/NetworkManager", $"internal-*-{name}.lease")];
        IEnumerable<string> ofDhclient = [.. FilesIn("/var/lib/dhcp", $"dhclient*{name}*.leases"), "/var/lib/dhcp/dhclient.leases", .. FilesIn("/var/lib/NetworkManager", $"dhclient-*-{name}.lease"), .. FilesIn("/var/lib/dhclient", "dhclient*.leases")];
        return withKeys.Select(file => ReadText(file) is { } text ? LeaseFile.OfKeys(text) : null)
            .Concat(ofDhclient.Select(file => ReadText(file) is { } text ? LeaseFile.OfDhclient(text, name) : null))
            .FirstOrDefault(lease => lease?.Server is not null) ?? new(null, null);
    }

    private static string[] FilesIn(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? ReadText(string file)
    {
        const int Most = 1024 * 1024;
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length <= Most ? File.ReadAllText(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<IpAddr> AddressesOf(IEnumerable<IPAddress> addresses) => addresses.Select(Parse).OfType<IpAddr>();

    private static IpAddr? Parse(IPAddress address) => IpAddr.TryParse(address.ToString(), out var parsed, out _) ? parsed : null;

    private static bool IsV4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && !address.Equals(IPAddress.Any);
}
