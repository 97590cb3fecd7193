namespace Fairlead.Core.Endpoints;

/// <summary>What is spoken with an endpoint.</summary>
public enum EndpointProtocol
{
    Https,
    Http,
    Tcp,
    Udp,
    Ntp,
    Dns,
}
