using Fairlead.Core.Claims;

namespace Fairlead.Server.Pages.Map;

/// <summary>The lanes of the map, from top to bottom: what must not meet lies in lanes of its own, so an overlap is seen and not hidden.</summary>
public enum MapLane
{
    Segments,
    Dynamic,
    ControlPlane,
    LoadBalancer,
    Bridge,
    Reserved,
    Hosts,
    Overlay,
    Conflicts,
}

/// <summary>How far an address is taken: the pattern of its bar.</summary>
public enum MapState
{
    /// <summary>Written in a site file.</summary>
    Written,

    /// <summary>Chosen by the planner, and not reserved.</summary>
    Chosen,
    Reserved,
    Active,
    Quarantined,
}

public static class MapWords
{
    public static MapLane LaneOf(ClaimKind kind) => kind.GroupOf() switch
    {
        ClaimGroup.Place => MapLane.Segments,
        ClaimGroup.Dynamic => MapLane.Dynamic,
        ClaimGroup.Reserved => MapLane.Reserved,
        ClaimGroup.Host => MapLane.Hosts,
        ClaimGroup.Overlay => MapLane.Overlay,
        _ when kind == ClaimKind.ControlPlaneIp => MapLane.ControlPlane,
        _ when kind.IsLoadBalancer() => MapLane.LoadBalancer,
        _ => MapLane.Bridge,
    };

    public static string NameOf(this MapLane lane) => lane switch
    {
        MapLane.Segments => "segments",
        MapLane.Dynamic => "DHCP scopes and node pools",
        MapLane.ControlPlane => "control plane IPs",
        MapLane.LoadBalancer => "load balancers",
        MapLane.Bridge => "resource bridge",
        MapLane.Reserved => "reserved ranges",
        MapLane.Hosts => "hosts",
        MapLane.Overlay => "pod and service networks",
        _ => "conflicts",
    };

    /// <summary>For styles and scripts.</summary>
    public static string KeyOf(this MapLane lane) => lane.ToString().ToLowerInvariant();

    public static string NameOf(this MapState state) => state switch
    {
        MapState.Written => "written in a site file",
        MapState.Chosen => "chosen by Fairlead, not reserved",
        MapState.Reserved => "reserved in the ledger",
        MapState.Active => "reserved and active",
        _ => "in quarantine",
    };

    public static string KeyOf(this MapState state) => state.ToString().ToLowerInvariant();
}
