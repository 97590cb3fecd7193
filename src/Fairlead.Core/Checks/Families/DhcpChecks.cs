namespace Fairlead.Core.Checks.Families;

/// <summary>Which DHCP servers and routers answer on a segment, and whether they say what the site says.</summary>
public static class DhcpChecks
{
    public static readonly CheckInfo Server = new("FL8101", "dhcp.server", "Each declared DHCP server offers an address to who asks on its segment.");
    public static readonly CheckInfo Rogue = new("FL8102", "dhcp.rogue", "Nobody but the declared DHCP servers answers, and nobody at all on a static segment.");
    public static readonly CheckInfo OfferInScope = new("FL8103", "dhcp.offer-in-scope", "Offered addresses lie in the declared scopes, less what is excluded.");
    public static readonly CheckInfo OfferOnClaim = new("FL8104", "dhcp.offer-on-claim", "No address is offered that the plan gives to something else.");
    public static readonly CheckInfo Router = new("FL8105", "dhcp.router", "The router that a server hands out is the segment's gateway.");
    public static readonly CheckInfo Mask = new("FL8106", "dhcp.mask", "The subnet mask that a server hands out is that of the segment's prefix.");
    public static readonly CheckInfo Dns = new("FL8107", "dhcp.dns", "The DNS servers that a server hands out are the segment's.");
    public static readonly CheckInfo LeaseTime = new("FL8108", "dhcp.lease-time", "The lease time that a server hands out is the declared one, on which the capacity counts.");
    public static readonly CheckInfo Relay = new("FL8109", "dhcp.relay", "Whether offers come through a relay, and whether it stands in the segment.");
    public static readonly CheckInfo Remaining = new("FL8110", "dhcp.remaining", "How many addresses are left; no client can see that.");
    public static readonly CheckInfo ServerV6 = new("FL8111", "dhcp.v6-server", "A DHCPv6 server advertises addresses on a segment with an IPv6 prefix.");
    public static readonly CheckInfo RogueV6 = new("FL8112", "dhcp.v6-rogue", "No more DHCPv6 servers answer than are declared.");
    public static readonly CheckInfo RouterAdvertisement = new("FL8113", "dhcp.ra-router", "Router advertisements come from the segment's gateway alone, and from nobody where there is no IPv6.");
    public static readonly CheckInfo RouterFlags = new("FL8114", "dhcp.ra-flags", "The router tells hosts to take their IPv6 addresses by DHCP (M).");
    public static readonly CheckInfo RouterPrefix = new("FL8115", "dhcp.ra-prefix", "The router advertises the segment's IPv6 prefix and no other.");
    public static readonly CheckInfo RouterDns = new("FL8116", "dhcp.ra-dns", "The DNS servers that the router advertises are the segment's.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } =
    [
        Server, Rogue, OfferInScope, OfferOnClaim, Router, Mask, Dns, LeaseTime, Relay, Remaining, ServerV6, RogueV6, RouterAdvertisement, RouterFlags, RouterPrefix, RouterDns,
    ];
}
