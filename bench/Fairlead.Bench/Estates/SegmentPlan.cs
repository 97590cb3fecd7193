using Fairlead.Core.Addressing;

namespace Fairlead.Bench.Estates;

/// <summary>
/// How a generated segment uses its /21: fixed addresses in the first /24 (gateway .1, switches .2 to .9, control plane IPs from .20), load
/// balancers in the second and third, node addresses in the rest. Pod and service networks lie elsewhere.
/// </summary>
public sealed record SegmentPlan(int Number)
{
    /// <summary>10.112.0.0 to 10.243.255.255.</summary>
    public const int MostSegments = 132 * 32;

    public const int LoadBalancerRoom = 24;

    private const uint FirstOfAll = (10u << 24) | (112 << 16);
    private const uint Size = 2048;
    private const uint BlockSize = 256;
    private const uint FirstControlPlaneIp = 20;
    private const uint FirstNode = 3 * BlockSize;

    private uint Base => FirstOfAll + ((uint)Number * Size);

    public string Prefix => $"{At(0)}/21";

    public IpAddr Gateway => At(1);

    public IpRange Switches => IpRange.Of(At(2), At(9));

    /// <summary>The DHCP scope, or the pool of a static segment.</summary>
    public IpRange Nodes => IpRange.Of(At(FirstNode), At(Size - 2));

    /// <summary>Printers and the like in the middle of the scope.</summary>
    public IpRange Exclusion => IpRange.Of(At(FirstNode + 100), At(FirstNode + 109));

    public IpRange NodesFrom(uint offset, uint count) => IpRange.Of(At(FirstNode + offset), At(FirstNode + offset + count - 1));

    public IpAddr ControlPlaneIp(int place) => At(FirstControlPlaneIp + (uint)place);

    /// <summary>Room for <see cref="LoadBalancerRoom"/> addresses a cluster, ten clusters to a /24.</summary>
    public IpRange LoadBalancer(int place, int count)
    {
        var first = BlockSize * (1 + ((uint)place / 10)) + 1 + ((uint)place % 10 * LoadBalancerRoom);
        return IpRange.Of(At(first), At(first + (uint)count - 1));
    }

    public string PrefixV6 => $"2001:db8:{Number:x}::/64";

    public string LoadBalancerV6(int place, int count) => $"2001:db8:{Number:x}::{place + 1:x}:1-2001:db8:{Number:x}::{place + 1:x}:{count:x}";

    private IpAddr At(uint offset) => IpAddr.FromV4(Base + offset);
}
