using Fairlead.Core.Addressing;

namespace Fairlead.Core.Checks;

/// <summary>From where the questions were asked.</summary>
public sealed record Vantage
{
    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>Null when no interface was needed or none stands in the segment.</summary>
    public string? Interface { get; init; }

    /// <summary>Six octets in hexadecimal, separated by colons.</summary>
    public string? Mac { get; init; }

    public IReadOnlyList<IpAddr> Addresses { get; init; } = [];

    /// <summary>The site's segment that it stands in, <c>madrid/k8s-prod</c>; null when it stands in none.</summary>
    public string? Segment { get; init; }

    /// <summary>Whether raw packets could be sent (CAP_NET_RAW).</summary>
    public bool CanSendRaw { get; init; }

    /// <summary>Which kind of machine asked, by the id of the port catalogue: <c>cluster-vms</c>, <c>management-machine</c>, <c>physical-nodes</c>, …</summary>
    public required string Role { get; init; }

    /// <summary>What this machine stood in for, such as <c>esxi-host</c>; null when it answers for itself.</summary>
    public string? StandInFor { get; init; }

    /// <summary>How it was reached, such as <c>ssh://ops@jump</c>; null when it is this machine.</summary>
    public string? Via { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
