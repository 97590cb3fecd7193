using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Fairlead.Core.Addressing;

namespace Fairlead.Server.Hosting;

/// <summary>Where the server listens: an address and a port, 0 for one that is free.</summary>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    public static ListenAddress Loopback(int port) => new(IPAddress.Loopback, port);

    /// <summary>127.0.0.0/8 and ::1, which no other machine reaches.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public bool IsEveryAddress => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    /// <summary>Reads <c>ADDRESS:PORT</c>, an IPv6 address in brackets, <c>localhost</c> for 127.0.0.1, <c>*</c> for every address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? value, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = null;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            error = $"\"{text}\" is no address with a port, such as 127.0.0.1:8443 or [::1]:8443";
            return false;
        }

        var host = text[..colon];
        if (host == "localhost")
            value = new ListenAddress(IPAddress.Loopback, port);
        else if (host == "*")
            value = new ListenAddress(IPAddress.IPv6Any, port);
        else if (IpAddr.TryParse(host is ['[', .. var inner, ']'] ? inner : host, out var address, out _) && address.IsV6 == (host[0] == '['))
            value = new ListenAddress(IPAddress.Parse(address.ToString()), port);
        error = value is null ? $"\"{host}\" is no address to listen on: an IPv4 address, an IPv6 address in brackets, localhost, or * for all" : null;
        return value is not null;
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
