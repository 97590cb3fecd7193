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

    // What only an address book has (SheetVocabulary.Book).

    /// <summary>The first address of a range.</summary>
    First,

    /// <summary>The last address of a range.</summary>
    Last,

    /// <summary>The VRF, or another name of an address space.</summary>
    Space,

    Status,

    Role,

    Site,

    /// <summary>A DNS name, or what else an address belongs to.</summary>
    Owner,
}
