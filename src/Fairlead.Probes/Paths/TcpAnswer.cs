namespace Fairlead.Probes.Paths;

/// <summary>What came back for a TCP connection on which nothing was sent.</summary>
public enum TcpAnswer
{
    Connected,

    /// <summary>A reset, or ICMP "port unreachable": nobody listens, or a firewall says so.</summary>
    Refused,

    /// <summary>Nothing within the time given.</summary>
    Filtered,

    /// <summary>A router or host said that it is not allowed (ICMP administratively prohibited).</summary>
    Prohibited,

    /// <summary>This machine or a router knows no way, or the last of them gets no answer from the host on its link.</summary>
    NoRoute,
}
