using System.Globalization;
using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Init;

/// <summary>What a DHCP client wrote down about its lease.</summary>
internal sealed record LeaseFile(IpAddr? Server, TimeSpan? LeaseTime)
{
    private const string DhclientServer = "option dhcp-server-identifier ";
    private const string DhclientTime = "option dhcp-lease-time ";

    /// <summary><c>KEY=value</c>, as systemd-networkd and NetworkManager's own client write it.</summary>
    public static LeaseFile OfKeys(string text)
    {
        var values = text.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        return new(Address(values.GetValueOrDefault("SERVER_ADDRESS")), Seconds(values.GetValueOrDefault("LIFETIME")));
    }

    /// <summary>dhclient.leases (5): leases in the order they were got; the last one of the interface counts.</summary>
    public static LeaseFile OfDhclient(string text, string interfaceName)
    {
        IpAddr? server = null;
        TimeSpan? time = null;
        var isOurs = true;
        foreach (var line in text.Split('\n').Select(line => line.Trim().TrimEnd(';')))
        {
            if (line.StartsWith("lease", StringComparison.Ordinal) && line.EndsWith('{'))
                isOurs = true;
            else if (line.StartsWith("interface ", StringComparison.Ordinal))
                isOurs = line["interface ".Length..].Trim('"') == interfaceName;
            else if (isOurs && line.StartsWith(DhclientServer, StringComparison.Ordinal))
                server = Address(line[DhclientServer.Length..]);
            else if (isOurs && line.StartsWith(DhclientTime, StringComparison.Ordinal))
                time = Seconds(line[DhclientTime.Length..]);
        }

        return new(server, time);
    }

    private static IpAddr? Address(string? text) => IpAddr.TryParse(text, out var address, out _) ? address : null;

    private static TimeSpan? Seconds(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < uint.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
}
