namespace Fairlead.Probes.Dns;

/// <summary>The one thing that became of a question.</summary>
public enum DnsStatus
{
    /// <summary>Records of the type asked for.</summary>
    Answered,

    /// <summary>The name exists, without a record of this type.</summary>
    NoRecord,

    /// <summary>NXDOMAIN.</summary>
    NoSuchName,

    /// <summary>SERVFAIL: the server could not find out.</summary>
    ServerFailure,

    /// <summary>REFUSED: the server does not serve this client, or not this name.</summary>
    Refused,

    /// <summary>Any other response code, such as FORMERR or NOTIMP.</summary>
    OtherCode,

    /// <summary>Octets that are no answer in DNS.</summary>
    Malformed,

    /// <summary>Nothing within the time given.</summary>
    Silent,

    /// <summary>Nobody listens on the port, or a firewall says so.</summary>
    PortClosed,

    /// <summary>TCP alone: the connection was not answered.</summary>
    Filtered,

    /// <summary>A router or host said that it is not allowed.</summary>
    Prohibited,

    /// <summary>This machine or a router knows no way.</summary>
    NoRoute,

    /// <summary>TCP alone: the connection was closed or reset before the answer.</summary>
    Closed,
}
