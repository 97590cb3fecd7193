using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Rules;

/// <summary>Every rule, in order of id. The prose and the cases of a rule stand in <c>Rules/Cases/&lt;id&gt;-&lt;name&gt;</c>.</summary>
public static class RuleCatalog
{
    private const Severity E = Severity.Error;
    private const Severity W = Severity.Warning;
    private const Severity I = Severity.Info;

    public static readonly RuleInfo YamlSyntax = Everywhere("FL0001", "yaml-syntax", E, "The file is not YAML or JSON, repeats a key, or exceeds a limit on size, depth or aliases.");
    public static readonly RuleInfo UnknownField = Everywhere("FL0002", "unknown-field", E, "The format has no such field here.");
    public static readonly RuleInfo MissingOrWrongType = Everywhere("FL0003", "missing-or-wrong-type", E, "A required field is missing, or a value is not of its field's kind.");
    public static readonly RuleInfo InvalidAddress = Everywhere("FL0004", "invalid-address", E, "The text is not a strict address, prefix or range, or there are two of a family where one is allowed.");
    public static readonly RuleInfo DuplicateName = Everywhere("FL0005", "duplicate-name", E, "Two sites, segments or clusters of a site, or pools of a cluster bear one name.");
    public static readonly RuleInfo UnknownReference = Everywhere("FL0006", "unknown-reference", E, "A segment or site is named that nobody defines.");
    public static readonly RuleInfo UnsupportedVersion = Everywhere("FL0007", "unsupported-version", E, "The document's apiVersion, kind or profile is unknown.");
    public static readonly RuleInfo BadOverride = Everywhere("FL0008", "bad-override", E, "An override can't be used (error), has expired or accepts nothing (warning).");

    public static readonly RuleInfo SegmentsOverlap = Everywhere("FL1001", "segments-overlap", E, "Two segments of one address space share addresses and are not one stretched network.");
    public static readonly RuleInfo GatewayOutsideSegment = Everywhere("FL1002", "gateway-outside-segment", E, "A gateway lies outside its segment's prefix and is not link-local.");
    public static readonly RuleInfo AddressIsNetworkOrBroadcast = Everywhere("FL1003", "address-is-network-or-broadcast", E, "A gateway, control plane IP or DNS server is its segment's network or broadcast address.");
    public static readonly RuleInfo ReservedOutsideSegment = Everywhere("FL1004", "reserved-outside-segment", E, "A segment's reserved range leaves the segment.");
    public static readonly RuleInfo DnsServerMissing = Everywhere("FL1005", "dns-server-missing", E, "A segment that a cluster uses has no DNS server.");
    public static readonly RuleInfo LocalDomain = new("FL1006", "local-domain", "A vCenter, proxy or firewall host ends in .local.", new(E, E, I));
    public static readonly RuleInfo ReservedOverlap = Everywhere("FL1007", "reserved-overlap", E, "Two reserved ranges share addresses.");
    public static readonly RuleInfo SegmentUnused = Everywhere("FL1008", "segment-unused", I, "No cluster and no node pool uses the segment.");

    public static readonly RuleInfo ControlPlaneIpMissing = new("FL2001", "control-plane-ip-missing", "A cluster has no control plane IP.", new(E, I, E));
    public static readonly RuleInfo ControlPlaneIpOutsideSegment = Everywhere("FL2002", "control-plane-ip-outside-segment", E, "A control plane IP held by ARP lies outside its cluster's segment.");
    public static readonly RuleInfo ControlPlaneIpInDhcpScope = Everywhere("FL2003", "control-plane-ip-in-dhcp-scope", E, "A DHCP server may hand out a cluster's control plane IP.");
    public static readonly RuleInfo ControlPlaneIpTaken = Everywhere("FL2004", "control-plane-ip-taken", E, "Somebody else claims a cluster's control plane IP.");
    public static readonly RuleInfo ControlPlaneIpChanged = Everywhere("FL2005", "control-plane-ip-changed", E, "A control plane IP differs from the one that the ledger holds; it is immutable.");
    public static readonly RuleInfo ControlPlaneNodeCount = Everywhere("FL2006", "control-plane-node-count", E, "The number of control plane nodes is not one that the platform allows or that etcd profits from.");
    public static readonly RuleInfo ControlPlaneNotRedundant = Everywhere("FL2007", "control-plane-not-redundant", I, "A cluster is written with a single control plane node.");

    public static readonly RuleInfo ScopeOutsideSegment = Everywhere("FL3001", "scope-outside-segment", E, "A DHCP scope leaves its segment or covers its network or broadcast address.");
    public static readonly RuleInfo ScopeCoversFixedAddress = Everywhere("FL3002", "scope-covers-fixed-address", E, "A DHCP scope or static pool covers a host or a reserved range.");
    public static readonly RuleInfo ScopesOverlap = Everywhere("FL3003", "scopes-overlap", E, "Two scopes or node pools share addresses.");
    public static readonly RuleInfo AddressingNotSupported = new("FL3004", "addressing-not-supported", "A cluster uses a segment whose addressing its platform does not support.", new(E, E, null));
    public static readonly RuleInfo ScopeMissing = Everywhere("FL3005", "scope-missing", E, "A segment in use has no scope (dhcp) or pool (static) to take node addresses from.");
    public static readonly RuleInfo AddressesInsufficient = Everywhere("FL3006", "addresses-insufficient", E, "A segment has fewer addresses than its nodes need in steady state.");
    public static readonly RuleInfo AddressesInsufficientAtPeak = Everywhere("FL3007", "addresses-insufficient-at-peak", W, "A segment holds its nodes, but not a scale-out or an upgrade.");
    public static readonly RuleInfo AddressHeadroomLow = Everywhere("FL3008", "address-headroom-low", I, "At the peak, fewer than 5 addresses or 10 % are left.");
    public static readonly RuleInfo ExclusionOutsideScope = Everywhere("FL3009", "exclusion-outside-scope", W, "An exclusion names addresses that its scope does not have.");
    public static readonly RuleInfo StaticPoolOutsideSegment = Everywhere("FL3010", "static-pool-outside-segment", E, "A static pool leaves its segment.");
    public static readonly RuleInfo LeaseTimeUnknown = Everywhere("FL3011", "lease-time-unknown", I, "A DHCP segment in use has no lease time, so stale leases can't be counted.");

    public static readonly RuleInfo LoadBalancerMissing = Everywhere("FL4001", "load-balancer-missing", W, "A cluster expects services of type LoadBalancer and has no addresses for them.");
    public static readonly RuleInfo LoadBalancerInDhcpScope = Everywhere("FL4002", "load-balancer-in-dhcp-scope", E, "A DHCP server may hand out load balancer addresses.");
    public static readonly RuleInfo LoadBalancerOutsideSegment = Everywhere("FL4003", "load-balancer-outside-segment", E, "A layer 2 load balancer range leaves its cluster's segment.");
    public static readonly RuleInfo LoadBalancerOverlap = Everywhere("FL4004", "load-balancer-overlap", E, "Somebody else claims addresses of a load balancer range.");
    public static readonly RuleInfo LoadBalancerTooSmall = Everywhere("FL4005", "load-balancer-too-small", W, "A load balancer has fewer addresses than the services expected.");
    public static readonly RuleInfo BgpWithoutPeer = Everywhere("FL4006", "bgp-without-peer", E, "A load balancer in BGP mode has no peer to announce to.");
    public static readonly RuleInfo PoolHasBuggyAddresses = Everywhere("FL4007", "pool-has-buggy-addresses", I, "A load balancer range holds an address that ends in .0 or .255.");
    public static readonly RuleInfo LoadBalancerSelfOverlap = Everywhere("FL4008", "load-balancer-self-overlap", E, "Two load balancer ranges of one cluster share addresses.");

    public static readonly RuleInfo PodServiceOverlap = Everywhere("FL5001", "pod-service-overlap", E, "A cluster's pod and service networks share addresses.");
    public static readonly RuleInfo PodCidrOverlapsNetwork = Everywhere("FL5002", "pod-cidr-overlaps-network", E, "A pod network hides addresses that really exist.");
    public static readonly RuleInfo ServiceCidrOverlapsNetwork = Everywhere("FL5003", "service-cidr-overlaps-network", E, "A service network hides addresses that really exist.");
    public static readonly RuleInfo ReservedCidrOverlapsBridge = Everywhere("FL5004", "reserved-cidr-overlaps-bridge", E, "The resource bridge's own pod and service ranges cover something that it has to reach; how severe depends on its version.");
    public static readonly RuleInfo ServiceCidrFixed = new("FL5005", "service-cidr-fixed", "A service CIDR is written that the platform does not let you choose.", new(W, W, null));
    public static readonly RuleInfo PodCidrTooSmall = Everywhere("FL5006", "pod-cidr-too-small", W, "A pod network has fewer node blocks than the cluster may have nodes.");

    public static readonly RuleInfo ProxyNotSupported = new("FL6001", "proxy-not-supported", "A proxy is configured where clusters can't be created behind one.", new(E, null, null));
    public static readonly RuleInfo NoProxyIncomplete = new("FL6002", "no-proxy-incomplete", "The proxy exceptions miss something that must be reached directly, or are malformed.", new(null, W, W));
    public static readonly RuleInfo EndpointNotAllowed = new("FL6003", "endpoint-not-allowed", "The firewall list lets a required endpoint through nowhere.", new(E, null, null));
    public static readonly RuleInfo RegionNotSupported = new("FL6004", "region-not-supported", "The product can't be deployed in this region.", new(E, null, null));
    public static readonly RuleInfo EndpointRegionHardCoded = new("FL6005", "endpoint-region-hard-coded", "The printed endpoint list names East US, and the site is elsewhere.", new(I, null, null));
    public static readonly RuleInfo AllowRuleTooWide = new("FL6006", "allow-rule-too-wide", "A firewall rule covers a whole public suffix (warning), or nothing that is needed (info).", new(W, null, null));

    public static readonly RuleInfo TooManyClusters = new("FL7001", "too-many-clusters", "A host cluster carries more clusters than the platform supports.", new(E, E, null));
    public static readonly RuleInfo VmSizeUnknown = new("FL7002", "vm-size-unknown", "A VM size is not one that the platform offers for this role.", new(E, E, null));
    public static readonly RuleInfo KubernetesVersionNotOffered = new("FL7003", "kubernetes-version-not-offered", "The Kubernetes version is not the one that the resource bridge carries.", new(E, null, null));
    public static readonly RuleInfo NodePoolEmpty = Everywhere("FL7004", "node-pool-empty", E, "A node pool has no node, or its size contradicts its autoscaling.");
    public static readonly RuleInfo NameInvalid = Everywhere("FL7005", "name-invalid", E, "A name is not one that the platform accepts.");
    public static readonly RuleInfo BridgeAddresses = Everywhere("FL7006", "bridge-addresses", E, "The resource bridge's addresses break one of its conditions.");
    public static readonly RuleInfo ProductRetired = new("FL7007", "product-retired", "The product was retired on 16 March 2026.", new(I, null, null));
    public static readonly RuleInfo TooManyNodes = new("FL7008", "too-many-nodes", "A pool or cluster may grow beyond what the platform supports.", new(null, E, null));
    public static readonly RuleInfo BridgeVersionNotSupported = new("FL7009", "bridge-version-not-supported", "The resource bridge is newer than the product supports.", new(W, null, null));

    public static readonly RuleInfo ServedScopeDiffers = Everywhere("FL8601", "served-scope-differs", W, "A DHCP server hands out other addresses on a segment than its scopes say.");
    public static readonly RuleInfo SegmentNotServed = Everywhere("FL8602", "segment-not-served", W, "None of the DHCP servers that were read serves a segment in use.");
    public static readonly RuleInfo LeaseOnPlannedAddress = Everywhere("FL8603", "lease-on-planned-address", E, "A control plane IP, load balancer or resource bridge address is leased to a DHCP client.");
    public static readonly RuleInfo MachineOnPlannedAddress = Everywhere("FL8604", "machine-on-planned-address", E, "A VM or ESXi host has a control plane IP or load balancer address as its own.");
    public static readonly RuleInfo ReservationOnPlannedAddress = Everywhere("FL8605", "reservation-on-planned-address", W, "A DHCP server keeps a planned address for a particular client.");
    public static readonly RuleInfo SharedClientId = Everywhere("FL8606", "shared-client-id", E, "Several machines show a DHCP server one client id: clones of a template whose machine-id was never cleared.");
    public static readonly RuleInfo ServedLeaseTimeDiffers = Everywhere("FL8607", "served-lease-time-differs", W, "A DHCP server gives leases of another length than is written.");
    public static readonly RuleInfo ServedOptionsDiffer = Everywhere("FL8608", "served-options-differ", W, "A DHCP server gives clients another gateway or other DNS servers than are written.");
    public static readonly RuleInfo VsphereNetworkMissing = Everywhere("FL8609", "vsphere-network-missing", W, "vCenter has no network of the name that a segment gives.");
    public static readonly RuleInfo VsphereNetworkAmbiguous = Everywhere("FL8610", "vsphere-network-ambiguous", W, "vCenter has several networks of the name that a segment gives.");
    public static readonly RuleInfo VsphereVlanDiffers = Everywhere("FL8611", "vsphere-vlan-differs", W, "A segment's network has another VLAN in vCenter than is written.");

    /// <summary>Every rule in order of id.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        YamlSyntax, UnknownField, MissingOrWrongType, InvalidAddress, DuplicateName, UnknownReference, UnsupportedVersion, BadOverride,
        SegmentsOverlap, GatewayOutsideSegment, AddressIsNetworkOrBroadcast, ReservedOutsideSegment, DnsServerMissing, LocalDomain, ReservedOverlap, SegmentUnused,
        ControlPlaneIpMissing, ControlPlaneIpOutsideSegment, ControlPlaneIpInDhcpScope, ControlPlaneIpTaken, ControlPlaneIpChanged, ControlPlaneNodeCount, ControlPlaneNotRedundant,
        ScopeOutsideSegment, ScopeCoversFixedAddress, ScopesOverlap, AddressingNotSupported, ScopeMissing, AddressesInsufficient,
        AddressesInsufficientAtPeak, AddressHeadroomLow, ExclusionOutsideScope, StaticPoolOutsideSegment, LeaseTimeUnknown,
        LoadBalancerMissing, LoadBalancerInDhcpScope, LoadBalancerOutsideSegment, LoadBalancerOverlap, LoadBalancerTooSmall, BgpWithoutPeer, PoolHasBuggyAddresses, LoadBalancerSelfOverlap,
        PodServiceOverlap, PodCidrOverlapsNetwork, ServiceCidrOverlapsNetwork, ReservedCidrOverlapsBridge, ServiceCidrFixed, PodCidrTooSmall,
        ProxyNotSupported, NoProxyIncomplete, EndpointNotAllowed, RegionNotSupported, EndpointRegionHardCoded, AllowRuleTooWide,
        TooManyClusters, VmSizeUnknown, KubernetesVersionNotOffered, NodePoolEmpty, NameInvalid, BridgeAddresses, ProductRetired, TooManyNodes, BridgeVersionNotSupported,
        ServedScopeDiffers, SegmentNotServed, LeaseOnPlannedAddress, MachineOnPlannedAddress, ReservationOnPlannedAddress, SharedClientId, ServedLeaseTimeDiffers, ServedOptionsDiffer,
        VsphereNetworkMissing, VsphereNetworkAmbiguous, VsphereVlanDiffers,
    ];

    private static readonly Dictionary<string, RuleInfo> ById = All.ToDictionary(rule => rule.Id);

    /// <summary>Finds a rule by id (in any case) or by name.</summary>
    public static RuleInfo? Find(string idOrName) =>
        ById.GetValueOrDefault(idOrName.ToUpperInvariant()) ?? All.FirstOrDefault(rule => rule.Name == idOrName);

    private static RuleInfo Everywhere(string id, string name, Severity severity, string summary) =>
        new(id, name, summary, RuleSeverities.All(severity));
}
