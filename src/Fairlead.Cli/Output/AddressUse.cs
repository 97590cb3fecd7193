using Fairlead.Core.Claims;

namespace Fairlead.Cli.Output;

/// <summary>What an address is for, as a bar shows it. Where claims meet, the later of these is shown.</summary>
internal enum AddressUse : byte
{
    Free,
    Excluded,
    Scope,
    NodePool,
    Reserved,
    Host,
    LoadBalancer,
    Bridge,
    ControlPlane,
    Conflict,
}

internal static class AddressUses
{
    /// <summary>In reading order of a legend.</summary>
    public static readonly AddressUse[] All =
    [
        AddressUse.ControlPlane, AddressUse.LoadBalancer, AddressUse.Scope, AddressUse.Excluded, AddressUse.NodePool,
        AddressUse.Bridge, AddressUse.Host, AddressUse.Reserved, AddressUse.Free, AddressUse.Conflict,
    ];

    /// <summary>False for networks and overlays.</summary>
    public static bool IsUse(ClaimKind kind) => kind.GroupOf() is not (ClaimGroup.Place or ClaimGroup.Overlay);

    /// <summary>Only for what <see cref="IsUse"/>.</summary>
    public static AddressUse Of(ClaimKind kind) => kind switch
    {
        ClaimKind.DhcpScope => AddressUse.Scope,
        ClaimKind.NodePool => AddressUse.NodePool,
        ClaimKind.Reserved => AddressUse.Reserved,
        ClaimKind.ControlPlaneIp => AddressUse.ControlPlane,
        _ when kind.IsLoadBalancer() => AddressUse.LoadBalancer,
        _ when kind.IsBridgeAddress() => AddressUse.Bridge,
        _ when kind.IsHost() => AddressUse.Host,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No use of single addresses."),
    };

    /// <summary>Letters for what is counted in single addresses, shades for what is an area; no two alike without colour.</summary>
    public static char Glyph(this AddressUse use, Glyphs glyphs) => use switch
    {
        AddressUse.Free => glyphs.IsUnicode ? '·' : '.',
        AddressUse.Excluded => '-',
        AddressUse.Scope => glyphs.IsUnicode ? '░' : 'd',
        AddressUse.NodePool => glyphs.IsUnicode ? '▒' : 'n',
        AddressUse.Reserved => 'R',
        AddressUse.Host => 'H',
        AddressUse.LoadBalancer => glyphs.IsUnicode ? '█' : 'L',
        AddressUse.Bridge => 'B',
        AddressUse.ControlPlane => 'C',
        _ => '!',
    };

    public static Ink Ink(this AddressUse use) => use switch
    {
        AddressUse.Free or AddressUse.Excluded => Output.Ink.Dim,
        AddressUse.Scope or AddressUse.NodePool => Output.Ink.Nodes,
        AddressUse.LoadBalancer => Output.Ink.LoadBalancer,
        AddressUse.ControlPlane => Output.Ink.ControlPlane,
        AddressUse.Conflict => Output.Ink.Error,
        _ => Output.Ink.Fixed,
    };

    public static string Name(this AddressUse use) => use switch
    {
        AddressUse.Free => "free",
        AddressUse.Excluded => "excluded from DHCP",
        AddressUse.Scope => "DHCP scope",
        AddressUse.NodePool => "static node pool",
        AddressUse.Reserved => "reserved",
        AddressUse.Host => "host",
        AddressUse.LoadBalancer => "load balancer",
        AddressUse.Bridge => "resource bridge",
        AddressUse.ControlPlane => "control plane IP",
        _ => "conflict",
    };
}
