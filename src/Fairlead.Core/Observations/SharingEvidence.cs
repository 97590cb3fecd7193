namespace Fairlead.Core.Observations;

/// <summary>How sure it is that several machines have one client id; from weak to strong.</summary>
public enum SharingEvidence : byte
{
    /// <summary>
    /// The MAC changed and never came back. An adapter that was replaced looks the same, and so does
    /// a DUID of an IPv6 host with several adapters (RFC 8415, section 11).
    /// </summary>
    Changed,

    /// <summary>IPv4: leases that are held at one moment name different MACs. Strong, unless one machine gives all its adapters the same client id.</summary>
    Overlapping,

    /// <summary>Within one address a MAC came back after another one had it with the same client id: A, B, A.</summary>
    Alternating,
}
