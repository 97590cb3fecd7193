namespace Fairlead.Connectors.Csv;

/// <summary>What a column of a sheet may hold.</summary>
internal enum SheetField
{
    /// <summary>Not used.</summary>
    Ignore,
    Name,
    PortGroup,
    Description,
    Vlan,
    Subnet,
    Mask,
    Gateway,
    Dns,
    DhcpStart,
    DhcpEnd,
    DhcpRange,
    DhcpServer,
    LeaseTime,
    Exclude,
    Reserved,
    Cluster,
    ControlPlaneIP,
    LoadBalancer,
    Esxi,
    VCenter,
    Ntp,

    /// <summary>Of the host that another column of the row names.</summary>
    Address,
}
