using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

public enum NetworkKind : byte
{
    /// <summary>A port group of one host's standard switch; the same name on several hosts is one network.</summary>
    Standard,

    /// <summary>A port group of a distributed switch.</summary>
    Distributed,

    /// <summary>A segment of NSX (an opaque network, or a port group that NSX backs).</summary>
    Nsx,
}

/// <param name="Id">vCenter's id, such as <c>dvportgroup-31</c>; names need not be unique.</param>
/// <param name="Vlan">0: untagged; null: a trunk, a private VLAN, or not known (<paramref name="VlanText"/> says which).</param>
public sealed record ObservedNetwork(string Id, string Name, NetworkKind Kind, int? Vlan, string? VlanText, string? Switch)
{
    /// <summary>Datacenter and folders above it, with slashes; for telling two of one name apart.</summary>
    public string Path { get; init; } = "";

    /// <summary>The ids of the hosts that have it.</summary>
    public IReadOnlyList<string> HostIds { get; init; } = [];

    /// <summary>The switch's or port group's security policy; null where it was not read.</summary>
    public PortSecurity? Security { get; init; }
}

/// <summary>What a virtual switch lets a port do, each as the setting is in force.</summary>
public sealed record PortSecurity(bool? AllowsForgedTransmits, bool? AllowsMacChanges, bool? AllowsPromiscuous);

public sealed record ObservedHost(string Id, string Name)
{
    /// <summary>Of its VMkernel adapters.</summary>
    public IReadOnlyList<IpAddr> Addresses { get; init; } = [];

    /// <summary>The compute cluster it belongs to; null for a host that stands alone.</summary>
    public string? Cluster { get; init; }

    public bool IsConnected { get; init; } = true;
}

public enum PowerState : byte
{
    On,
    Off,
    Suspended,
}

public sealed record ObservedMachine(string Id, string Name, PowerState Power)
{
    public bool IsTemplate { get; init; }

    public string? HostId { get; init; }

    /// <summary>Datacenter and folders above it, with slashes.</summary>
    public string Path { get; init; } = "";

    public IReadOnlyList<ObservedAdapter> Adapters { get; init; } = [];
}

/// <param name="Mac">Null for an adapter that has none yet.</param>
/// <param name="NetworkId">Null where the network is not known.</param>
public sealed record ObservedAdapter(MacAddress? Mac, string? NetworkId)
{
    public bool IsConnected { get; init; } = true;

    /// <summary>As VMware Tools reports them from inside; empty for a VM that is off.</summary>
    public IReadOnlyList<IpAddr> Addresses { get; init; } = [];

    /// <summary>The prefixes that these addresses have inside the machine, as VMware Tools reports them; empty where it does not.</summary>
    public IReadOnlyList<IpPrefix> Prefixes { get; init; } = [];
}

public enum EntryKind : byte
{
    Prefix,
    Range,
    Address,
}

/// <summary>A row of an address book.</summary>
public sealed record ObservedEntry(EntryKind Kind, IpRange Range, string Where)
{
    /// <summary>The VRF, or another name of an address space; null: the default one.</summary>
    public string? AddressSpace { get; init; }

    /// <summary>As the book says: <c>active</c>, <c>reserved</c>, <c>dhcp</c>, <c>deprecated</c>; null where it says nothing.</summary>
    public string? Status { get; init; }

    /// <summary>As the book says: <c>vip</c>, <c>loopback</c>, a role of its owner's own; null where it says nothing.</summary>
    public string? Role { get; init; }

    /// <summary>Who or what it is: a DNS name, a device.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public int? Vlan { get; init; }

    public string? VlanName { get; init; }

    public string? Site { get; init; }
}
