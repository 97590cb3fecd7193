namespace Fairlead.Probes.Neighbours;

/// <summary>How a MAC showed that it has to do with an address.</summary>
[Flags]
public enum SeenAs
{
    None = 0,

    /// <summary>It answered a question without a sender's address (RFC 5227 probe; IPv6: duplicate address detection).</summary>
    AnsweredProbe = 1,

    /// <summary>It answered a question that came from our own address (plain ARP; IPv6: an ordinary solicitation).</summary>
    AnsweredRequest = 2,

    /// <summary>It spoke as that address without being asked by us.</summary>
    Announced = 4,

    /// <summary>It asks, as we do, whether somebody else holds the address: about to take it, or a checker like this one.</summary>
    Probing = 8,
}
