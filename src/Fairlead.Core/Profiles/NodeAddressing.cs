namespace Fairlead.Core.Profiles;

/// <summary>How node machines get their addresses.</summary>
public enum NodeAddressing
{
    /// <summary>Leases of a DHCP server.</summary>
    Dhcp,

    /// <summary>Fixed addresses out of the segment's pool.</summary>
    Static,
}
