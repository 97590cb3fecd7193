using Fairlead.Core.Addressing;
using Fairlead.Probes.Proxies;

namespace Fairlead.Probes.Egress;

/// <summary>Everything that was seen on one way to an endpoint: the direct one, or that through a proxy. What did not come to pass is null.</summary>
internal sealed record WaySeen
{
    /// <summary>Null on the direct way.</summary>
    public ProxyAddress? Proxy { get; init; }

    /// <summary>Of the endpoint, or of the proxy.</summary>
    public required NameSeen Name { get; init; }

    /// <summary>The address that this machine would send from; null when it knows no way.</summary>
    public IpAddr? Source { get; init; }

    /// <summary>Attempts to connect; the last one succeeded, or none did.</summary>
    public IReadOnlyList<DialSeen> Tries { get; init; } = [];

    /// <summary>What the proxy said to CONNECT.</summary>
    public HttpSeen? Tunnel { get; init; }

    public TlsSeen? Tls { get; init; }

    public ChainSeen? Chain { get; init; }

    public HttpSeen? Http { get; init; }

    /// <summary>What came when HTTP/2 was not offered, asked after it had failed.</summary>
    public TlsSeen? PlainTls { get; init; }

    /// <inheritdoc cref="PlainTls"/>
    public HttpSeen? PlainHttp { get; init; }

    /// <summary>An answer of a time server.</summary>
    public Paths.NtpObservation? Ntp { get; init; }

    public bool IsConnected => Tries.Count > 0 && Tries[^1].Reply.Answer == Paths.TcpAnswer.Connected;
}
