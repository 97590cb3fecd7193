using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>One DHCPv4 offer and where it came from.</summary>
internal sealed record DhcpOffer
{
    /// <summary>Option 54; null when the server left it out.</summary>
    public required IpAddr? Identifier { get; init; }

    /// <summary>Of the IP packet: the server's, or the last relay's.</summary>
    public required IpAddr Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required MacAddress SourceMac { get; init; }

    /// <summary>The relay that the question went through (<c>giaddr</c>); null when there was none.</summary>
    public required IpAddr? Relay { get; init; }

    public required IpAddr Offered { get; init; }

    /// <summary>As an address with leading ones; null when it is missing.</summary>
    public IpAddr? Mask { get; init; }

    /// <summary>Default routers as a client uses them: of the classless routes (RFC 3442) where those are given, else of option 3.</summary>
    public IReadOnlyList<IpAddr> Routers { get; init; } = [];

    public IReadOnlyList<IpAddr> DnsServers { get; init; } = [];

    /// <summary>Null when it is missing; <see cref="TimeSpan.MaxValue"/> for one without end.</summary>
    public TimeSpan? LeaseTime { get; init; }

    public string? Domain { get; init; }

    public IReadOnlyList<string> DomainSearch { get; init; } = [];

    /// <summary>Option 252: where the server says that a proxy's configuration is. It is shown, never fetched.</summary>
    public string? ProxyAutoConfig { get; init; }

    /// <summary>The relay's information (option 82) came back to the client.</summary>
    public bool HasRelayInformation { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who the server says it is; without an identifier, where the offer came from.</summary>
    public IpAddr Server => Identifier ?? Source;

    public static DhcpOffer Of(DhcpPacket packet, in IpFrame frame, DateTimeOffset at)
    {
        const uint Infinite = uint.MaxValue; // RFC 2131 section 3.3
        var options = packet.Options;
        return new DhcpOffer
        {
            Identifier = options.Address(DhcpOption.ServerIdentifier),
            Source = frame.Source,
            SourceMac = frame.SourceMac,
            Relay = packet.Relay,
            Offered = packet.Offered,
            Mask = options.Address(DhcpOption.SubnetMask),
            Routers = options.DefaultRouters() ?? options.Addresses(DhcpOption.Router),
            DnsServers = options.Addresses(DhcpOption.DnsServers),
            LeaseTime = options.Number(DhcpOption.LeaseTime) switch { null => null, Infinite => TimeSpan.MaxValue, { } seconds => TimeSpan.FromSeconds(seconds) },
            Domain = options.Text(DhcpOption.DomainName),
            DomainSearch = options.Names(DhcpOption.DomainSearch),
            ProxyAutoConfig = options.Text(DhcpOption.ProxyAutoConfig),
            HasRelayInformation = options.Has(DhcpOption.RelayAgentInformation),
            At = at,
        };
    }
}
