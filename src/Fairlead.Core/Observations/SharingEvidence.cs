namespace Fairlead.Core.Observations;

/// <summary>How sure it is that several machines have one client id; from weak to strong.</summary>
public enum SharingEvidence : byte
{
    /// <summary>
    /// The MAC changed and never came back. An adapter that was replaced looks the same, and so does
    /// a DUID of an IPv6 host with several adapters (RFC 8415, section 11).
    /// </summary>
    Changed,

    /// <summary>IPv4: active leases of different addresses name different MACs. Strong, unless a machine moved between subnets and its old lease still stands.</summary>
    Overlapping,

    /// <summary>A MAC came back after another one had the client id: A, B, A. For IPv6 it counts only within one address.</summary>
    Alternating,
}
