namespace Fairlead.Probes.Dns;

/// <summary>How a question travelled.</summary>
public enum DnsTransport
{
    Udp,
    Tcp,
}
