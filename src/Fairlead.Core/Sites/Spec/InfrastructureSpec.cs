using Fairlead.Core.Addressing;

namespace Fairlead.Core.Sites.Spec;

/// <summary>Addresses that belong to no cluster: vCenter, hosts, time servers and ranges that only hosts may lie in.</summary>
public sealed class InfrastructureSpec : SpecObject
{
    public Field<VCenterSpec> VCenter { get; internal set; }

    public Field<IReadOnlyList<Located<IpRange>>> Hosts { get; internal set; }

    public Field<IReadOnlyList<Located<IpAddr>>> NtpServers { get; internal set; }

    public Field<IReadOnlyList<ReservedSpec>> Other { get; internal set; }
}

public sealed class VCenterSpec : SpecObject
{
    public Field<string> Host { get; internal set; }

    public Field<IpAddr> Address { get; internal set; }
}

/// <summary>A range kept for something else.</summary>
public sealed class ReservedSpec : SpecObject
{
    public Field<IpRange> Range { get; internal set; }

    public Field<string> For { get; internal set; }
}
