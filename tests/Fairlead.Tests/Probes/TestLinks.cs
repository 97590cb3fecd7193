using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Tests.Probes;

/// <summary>Interfaces that no machine has, for tests without any.</summary>
internal static class TestLinks
{
    public static readonly MacAddress Mac = MacOf("02:aa:00:00:00:01");

    /// <param name="addresses">With prefix lengths: <c>10.77.0.50/24</c>.</param>
    public static LinkInterface Of(params string[] addresses) => new()
    {
        Name = "eth0",
        Index = 2,
        Mac = Mac,
        Addresses = [.. addresses.Select(AddressOf)],
        Gateways = [],
        Mtu = 1500,
        IsUp = true,
    };

    public static MacAddress MacOf(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new FormatException(text);

    private static LinkAddress AddressOf(string text)
    {
        var parts = text.Split('/');
        var address = IpAddr.Parse(parts[0]);
        return new(address, IpPrefix.Of(address, int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
