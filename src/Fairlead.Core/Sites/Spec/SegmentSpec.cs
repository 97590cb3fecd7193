using Fairlead.Core.Addressing;

namespace Fairlead.Core.Sites.Spec;

/// <summary>A VMware logical network segment.</summary>
public sealed class SegmentSpec : SpecObject
{
    public Field<string> Name { get; internal set; }

    public Field<string> VsphereNetwork { get; internal set; }

    public Field<string> Stretched { get; internal set; }

    public Field<string> AddressSpace { get; internal set; }

    public Field<int> Vlan { get; internal set; }

    public Field<IReadOnlyList<Located<IpPrefix>>> Prefix { get; internal set; }

    public Field<IReadOnlyList<Located<IpAddr>>> Gateway { get; internal set; }

    public Field<IReadOnlyList<Located<IpAddr>>> DnsServers { get; internal set; }

    public Field<AddressingMode> Addressing { get; internal set; }

    public Field<DhcpSpec> Dhcp { get; internal set; }

    public Field<IReadOnlyList<Located<IpRange>>> Pool { get; internal set; }

    public Field<IReadOnlyList<ReservedSpec>> Reserved { get; internal set; }

    public Field<int> ConcurrentUpgrades { get; internal set; }
}

/// <summary>How nodes come by their addresses.</summary>
public enum AddressingMode
{
    Dhcp,
    Static,
}

public sealed class DhcpSpec : SpecObject
{
    public Field<IReadOnlyList<Located<IpAddr>>> Servers { get; internal set; }

    public Field<TimeSpan> LeaseTime { get; internal set; }

    public Field<IReadOnlyList<ScopeSpec>> Scopes { get; internal set; }

    public Field<int> OtherLeases { get; internal set; }
}

/// <summary>What a DHCP server may hand out, less what is excluded from it.</summary>
public sealed class ScopeSpec : SpecObject
{
    public Field<IpRange> Range { get; internal set; }

    public Field<IReadOnlyList<Located<IpRange>>> Exclude { get; internal set; }
}
