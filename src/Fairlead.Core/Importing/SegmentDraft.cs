namespace Fairlead.Core.Importing;

/// <summary>A segment of a site file that is not written yet.</summary>
public sealed class SegmentDraft
{
    /// <summary>Where <see cref="Addressing"/> comes from when it comes from nowhere: a site file needs it.</summary>
    public const string NotSaid = "no source says; dhcp or static";

    public required Drafted Name { get; init; }

    public string? Description { get; set; }

    public Drafted? VsphereNetwork { get; set; }

    public Drafted? Vlan { get; set; }

    /// <summary>One per family.</summary>
    public List<Drafted> Prefixes { get; } = [];

    /// <summary>One per family.</summary>
    public List<Drafted> Gateways { get; } = [];

    public List<Drafted> DnsServers { get; } = [];

    /// <summary><c>dhcp</c> or <c>static</c>.</summary>
    public Drafted Addressing { get; set; } = new("dhcp");

    public List<Drafted> DhcpServers { get; } = [];

    public Drafted? LeaseTime { get; set; }

    public List<Drafted> Scopes { get; } = [];

    /// <summary>What the scopes leave out; a scope lists those that lie in it.</summary>
    public List<Drafted> Excluded { get; } = [];

    /// <summary>Node addresses, where <see cref="Addressing"/> is static.</summary>
    public List<Drafted> Pool { get; } = [];

    /// <summary>Null: the site's.</summary>
    public Drafted? AddressSpace { get; set; }

    public List<Drafted> Reserved { get; } = [];
}
