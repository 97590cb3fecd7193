using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>The site file's whole format in one place: it reads documents and it is the JSON Schema.</summary>
internal static class SiteFormat
{
    public const string ApiVersion = "fairlead.dev/v1";
    public const string SiteKind = "Site";
    public const string ClusterKind = "Cluster";

    private const int MostVlans = 4094;
    private const int MostPorts = 65535;

    private static readonly TextType Text = new();
    private static readonly ProseType Prose = new();
    private static readonly VersionType Version = new();
    private static readonly DurationType Duration = new();
    private static readonly DayType Day = new();
    private static readonly WholeNumberType<int> Count = new(0, int.MaxValue);
    private static readonly WholeNumberType<int> CountFromOne = new(1, int.MaxValue);
    private static readonly WholeNumberType<int> Port = new(1, MostPorts);
    private static readonly WholeNumberType<long> AsNumber = new(1, uint.MaxValue);

    private static readonly AddressTextType<IpAddr> Address = new("an address", "10.20.0.1", IpAddr.TryParse, "^[0-9A-Fa-f:.]+$");
    private static readonly AddressTextType<IpPrefix> Prefix = new("a prefix", "10.20.0.0/22", IpPrefix.TryParse, "^[0-9A-Fa-f:.]+/[0-9]+$");
    private static readonly AddressTextType<IpRange> Range = new("a range", "10.20.1.0-10.20.2.255", IpRange.TryParse, "^[0-9A-Fa-f:.]+([-/][0-9A-Fa-f:.]+)?$");
    private static readonly ListOf<IpAddr> Addresses = new(Address);
    private static readonly ListOf<IpRange> Ranges = new(Range);
    private static readonly PerFamily<IpPrefix> PrefixPerFamily = new(Prefix, "prefix", prefix => prefix.Family);
    private static readonly PerFamily<IpAddr> GatewayPerFamily = new(Address, "gateway", address => address.Family);

    private static readonly Shape<ReservedSpec> Reserved = new Shape<ReservedSpec>("a reserved range", "reserved")
        .Field("range", Range, (spec, value) => spec.Range = value, "The addresses that are kept.")
        .Field("for", Prose, (spec, value) => spec.For = value, "What they are kept for.")
        .Essential("range");

    private static readonly Shape<OverrideSpec> Override = new Shape<OverrideSpec>("an override", "override")
        .Field("rule", Text, (spec, value) => spec.Rule = value, "The rule whose finding is accepted, such as FL4005.")
        .Field("subject", Text, (spec, value) => spec.AppliesTo = value, "The finding's subject, or any path above it.")
        .Field("reason", Prose, (spec, value) => spec.Reason = value, "Why it is acceptable.")
        .Field("expires", Day, (spec, value) => spec.Expires = value, "The last day (UTC) on which it holds.");

    private static readonly NamedListOf<NodePoolSpec> NodePools = new(
        new Shape<NodePoolSpec>("a node pool", "nodePool")
            .Field("name", Text, (spec, value) => spec.Name = value, "Unique in the cluster.")
            .Field("segment", Text, (spec, value) => spec.Segment = value, "Another segment than the cluster's.")
            .Field("nodes", Count, (spec, value) => spec.Nodes = value, "Worker nodes; default: autoscale.min, or 1.")
            .Field("vmSize", Text, (spec, value) => spec.VmSize = value, "The size of a node's VM.")
            .Field(
                "autoscale",
                new Shape<AutoscaleSpec>("autoscaling", "autoscale")
                    .Field("min", Count, (spec, value) => spec.Min = value, "Fewest nodes.")
                    .Field("max", Count, (spec, value) => spec.Max = value, "Most nodes."),
                (spec, value) => spec.Autoscale = value,
                "How far the pool may shrink and grow.")
            .Required("name"),
        "node pool",
        pool => pool.Name);

    private static readonly Shape<ControlPlaneSpec> ControlPlane = new Shape<ControlPlaneSpec>("a control plane", "controlPlane")
        .Field("ip", new ControlPlaneAddressesType(Address), (spec, value) => spec.Ip = value, "The cluster's one immutable API address (one per family), or auto.")
        .Field("nodes", Count, (spec, value) => spec.Nodes = value, "Control plane nodes; default 1.")
        .Field("vmSize", Text, (spec, value) => spec.VmSize = value, "The size of a node's VM.")
        .Field("provider", new ChoiceType<ControlPlaneProvider>(("kube-vip", ControlPlaneProvider.KubeVip), ("keepalived", ControlPlaneProvider.Keepalived)), (spec, value) => spec.Provider = value, "What holds the address; default kube-vip.")
        .Field("mode", new ChoiceType<ControlPlaneMode>(("arp", ControlPlaneMode.Arp), ("bgp", ControlPlaneMode.Bgp)), (spec, value) => spec.Mode = value, "How the address is made known; default arp.")
        .Field("port", Port, (spec, value) => spec.Port = value, "The API's port; default 6443.");

    private static readonly Shape<LoadBalancerSpec> LoadBalancer = new Shape<LoadBalancerSpec>("a load balancer", "loadBalancer")
        .Field("provider", new ChoiceType<LoadBalancerProvider>(("metallb", LoadBalancerProvider.MetalLb), ("kube-vip", LoadBalancerProvider.KubeVip), ("other", LoadBalancerProvider.Other)), (spec, value) => spec.Provider = value, "Default metallb.")
        .Field("mode", new ChoiceType<LoadBalancerMode>(("l2", LoadBalancerMode.L2), ("bgp", LoadBalancerMode.Bgp)), (spec, value) => spec.Mode = value, "Default l2.")
        .Field("addresses", new LoadBalancerAddressesType(Range), (spec, value) => spec.Addresses = value, "Ranges for services of type LoadBalancer, auto, or {auto: 32}.")
        .Field(
            "peers",
            new EntriesOf<BgpPeerSpec>(new Shape<BgpPeerSpec>("a BGP peer", "peer")
                .Field("address", Address, (spec, value) => spec.Address = value, "The router.")
                .Field("asn", AsNumber, (spec, value) => spec.Asn = value, "The router's AS number.")
                .Field("myAsn", AsNumber, (spec, value) => spec.MyAsn = value, "The cluster's AS number.")),
            (spec, value) => spec.Peers = value,
            "Routers to announce to, in bgp mode.")
        .Field("virtualMachines", Count, (spec, value) => spec.VirtualMachines = value, "HAProxy VMs that take node addresses too; default 0.");

    private static readonly NamedListOf<SegmentSpec> Segments = new(
        new Shape<SegmentSpec>("a segment", "segment")
            .Field("name", Text, (spec, value) => spec.Name = value, "Unique in the site.")
            .Field("vsphereNetwork", Text, (spec, value) => spec.VsphereNetwork = value, "The port group's or NSX segment's own name; default: name.")
            .Field("stretched", Text, (spec, value) => spec.Stretched = value, "The same id and prefix in two sites make one place.")
            .Field("addressSpace", Text, (spec, value) => spec.AddressSpace = value, "Default: the site's.")
            .Field("vlan", new WholeNumberType<int>(0, MostVlans), (spec, value) => spec.Vlan = value, "The VLAN id.")
            .Field("prefix", PrefixPerFamily, (spec, value) => spec.Prefix = value, "One, or one per family.")
            .Field("gateway", GatewayPerFamily, (spec, value) => spec.Gateway = value, "One, or one per family; a link-local IPv6 gateway is fine.")
            .Field("dnsServers", Addresses, (spec, value) => spec.DnsServers = value, "What nodes resolve names with.")
            .Field("addressing", new ChoiceType<AddressingMode>(("dhcp", AddressingMode.Dhcp), ("static", AddressingMode.Static)), (spec, value) => spec.Addressing = value, "How nodes come by their addresses.")
            .Field(
                "dhcp",
                new Shape<DhcpSpec>("DHCP settings", "dhcp")
                    .Field("servers", Addresses, (spec, value) => spec.Servers = value, "The DHCP servers that serve the segment.")
                    .Field("leaseTime", Duration, (spec, value) => spec.LeaseTime = value, "How long a lease lasts; stale leases during upgrades follow from it.")
                    .Field(
                        "scopes",
                        new EntriesOf<ScopeSpec>(new Shape<ScopeSpec>("a scope", "scope")
                            .Field("range", Range, (spec, value) => spec.Range = value, "What may be handed out.")
                            .Field("exclude", Ranges, (spec, value) => spec.Exclude = value, "What is left out of the range.")
                            .Essential("range")),
                        (spec, value) => spec.Scopes = value,
                        "What the servers may hand out.")
                    .Field("otherLeases", Count, (spec, value) => spec.OtherLeases = value, "Leases that belong to others."),
                (spec, value) => spec.Dhcp = value,
                "Only with addressing dhcp.")
            .Field("pool", Ranges, (spec, value) => spec.Pool = value, "Node addresses; only with addressing static.")
            .Field("reserved", new EntriesOf<ReservedSpec>(Reserved), (spec, value) => spec.Reserved = value, "Ranges kept for something else.")
            .Field("concurrentUpgrades", CountFromOne, (spec, value) => spec.ConcurrentUpgrades = value, "Clusters upgraded at the same time on this segment; default 1.")
            .Required("name", "prefix", "addressing")
            .Afterwards(RefuseTheOtherAddressing),
        "segment",
        segment => segment.Name);

    private static readonly NamedListOf<ClusterSpec> Clusters = new(
        ClusterFields(new Shape<ClusterSpec>("a cluster", "cluster").Field("name", Text, (spec, value) => spec.Name = value, "Unique in the site.")).Required("name", "segment"),
        "cluster",
        cluster => cluster.Name);

    /// <summary><c>kind: Cluster</c>: a cluster in a file of its own.</summary>
    public static readonly Shape<ClusterSpec> ClusterDocument = ClusterFields(
        new Shape<ClusterSpec>("a Cluster document", "clusterDocument")
            .Constant("apiVersion", ApiVersion, "The format's version.")
            .Constant("kind", ClusterKind, "A cluster in a file of its own.")
            .Field("site", Text, (spec, value) => spec.Site = value, "The site that it belongs to.")
            .Field("name", Text, (spec, value) => spec.Name = value, "Unique in the site."))
        .Field("overrides", new EntriesOf<OverrideSpec>(Override), (spec, value) => spec.Overrides = value, "Accepted findings of this cluster.")
        .Required("site", "name", "segment");

    /// <summary><c>kind: Site</c>.</summary>
    public static readonly Shape<SiteSpec> SiteDocument = new Shape<SiteSpec>("a Site document", "siteDocument")
        .Constant("apiVersion", ApiVersion, "The format's version.")
        .Constant("kind", SiteKind, "One vCenter or datacenter.")
        .Field("name", Text, (spec, value) => spec.Name = value, "Unique among all sites given.")
        .Field("profile", new ProfileType(), (spec, value) => spec.Profile = value, "Whose rules are judged.")
        .Field("addressSpace", Text, (spec, value) => spec.AddressSpace = value, "Sites in one space must not overlap; another space may reuse numbers. Default: default.")
        .Field("region", Text, (spec, value) => spec.Region = value, "The Azure region; fills {region} in endpoint names.")
        .Field("policy", new ChoiceType<SitePolicy>(("record", SitePolicy.Record), ("strict", SitePolicy.Strict)), (spec, value) => spec.Policy = value, "strict: a server refuses the site while it has errors. Default record.")
        .Field(
            "infrastructure",
            new Shape<InfrastructureSpec>("infrastructure", "infrastructure")
                .Field(
                    "vcenter",
                    new Shape<VCenterSpec>("a vCenter", "vcenter")
                        .Field("host", Text, (spec, value) => spec.Host = value, "Its DNS name.")
                        .Field("address", Address, (spec, value) => spec.Address = value, "Its address."),
                    (spec, value) => spec.VCenter = value,
                    "The vCenter of the site.")
                .Field("hosts", Ranges, (spec, value) => spec.Hosts = value, "Physical (ESXi) hosts.")
                .Field("ntpServers", Addresses, (spec, value) => spec.NtpServers = value, "Time servers.")
                .Field("other", new EntriesOf<ReservedSpec>(Reserved), (spec, value) => spec.Other = value, "Ranges that only hosts may lie in."),
            (spec, value) => spec.Infrastructure = value,
            "Addresses that belong to no cluster.")
        .Field(
            "resourceBridge",
            new Shape<ResourceBridgeSpec>("a resource bridge", "resourceBridge")
                .Field("version", Version, (spec, value) => spec.Version = value, "The appliance's version.")
                .Field("prefix", Prefix, (spec, value) => spec.Prefix = value, "Its subnet.")
                .Field("gateway", Address, (spec, value) => spec.Gateway = value, "Its gateway.")
                .Field("controlPlaneIP", Address, (spec, value) => spec.ControlPlaneIp = value, "Its control plane IP.")
                .Field("nodeIPs", Ranges, (spec, value) => spec.NodeIps = value, "Its VM's address and the one reserved for upgrades."),
            (spec, value) => spec.ResourceBridge = value,
            "The Arc resource bridge appliance.")
        .Field(
            "proxy",
            new Shape<ProxySpec>("a proxy", "proxy")
                .Field("http", Text, (spec, value) => spec.Http = value, "URL of the proxy for HTTP.")
                .Field("https", Text, (spec, value) => spec.Https = value, "URL of the proxy for HTTPS.")
                .Field("noProxy", new ListOf<string>(new NoProxyItemType()), (spec, value) => spec.NoProxy = value, "What is reached directly."),
            (spec, value) => spec.Proxy = value,
            "Leave out for none.")
        .Field(
            "firewall",
            new Shape<FirewallSpec>("a firewall", "firewall")
                .Field(
                    "allow",
                    new EntriesOf<AllowSpec>(new Shape<AllowSpec>("a firewall rule", "allow")
                        .Field("host", Text, (spec, value) => spec.Host = value, "A host, or *.domain for all below it.")
                        .Field("port", Port, (spec, value) => spec.Port = value, "Default 443.")
                        .Essential("host")),
                    (spec, value) => spec.Allow = value,
                    "What the firewall lets out; when given, plan checks it against the endpoint catalogue."),
            (spec, value) => spec.Firewall = value,
            "The egress firewall.")
        .Field("segments", Segments, (spec, value) => spec.Segments = value, "The logical network segments.")
        .Field("clusters", Clusters, (spec, value) => spec.Clusters = value, "The Kubernetes clusters.")
        .Field("overrides", new EntriesOf<OverrideSpec>(Override), (spec, value) => spec.Overrides = value, "Accepted findings.")
        .Required("name", "profile");

    /// <summary>The JSON Schema (2020-12) of a document.</summary>
    public static JsonObject Schema()
    {
        var definitions = new SchemaDefinitions();
        var site = SiteDocument.Schema(definitions);
        var cluster = ClusterDocument.Schema(definitions);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "https://fairlead.dev/schemas/v1/site.json",
            ["title"] = "Fairlead site file",
            ["description"] = "A site (one vCenter or datacenter), or a cluster in a file of its own.",
            ["oneOf"] = new JsonArray(site, cluster),
            ["$defs"] = definitions.All,
        };
    }

    private static Shape<ClusterSpec> ClusterFields(Shape<ClusterSpec> shape) => shape
        .Field("segment", Text, (spec, value) => spec.Segment = value, "The segment of its nodes.")
        .Field("hostCluster", Text, (spec, value) => spec.HostCluster = value, "The vSphere or Azure Local cluster that limits are counted for.")
        .Field("kubernetesVersion", Version, (spec, value) => spec.KubernetesVersion = value, "The Kubernetes version, as text.")
        .Field("controlPlane", ControlPlane, (spec, value) => spec.ControlPlane = value, "The control plane.")
        .Field("nodePools", NodePools, (spec, value) => spec.NodePools = value, "The worker nodes.")
        .Field("loadBalancer", LoadBalancer, (spec, value) => spec.LoadBalancer = value, "Addresses for services of type LoadBalancer.")
        .Field("services", Count, (spec, value) => spec.Services = value, "Services of type LoadBalancer expected.")
        .Field("podCIDR", PrefixPerFamily, (spec, value) => spec.PodCidr = value, "The pod network; default: the profile's.")
        .Field("serviceCIDR", PrefixPerFamily, (spec, value) => spec.ServiceCidr = value, "The service network; default: the profile's.")
        .Field(
            "upgrade",
            new Shape<UpgradeSpec>("upgrade settings", "upgrade")
                .Field("minutesPerNode", CountFromOne, (spec, value) => spec.MinutesPerNode = value, "How long one node takes; default 10.")
                .Field("spare", Count, (spec, value) => spec.Spare = value, "Extra nodes during an upgrade, in place of the profile's formula."),
            (spec, value) => spec.Upgrade = value,
            "How upgrades run.");

    private static void RefuseTheOtherAddressing(SegmentSpec segment, MappingNode mapping, ReadContext context)
    {
        if (!segment.Addressing.TryGet(out var addressing))
            return;
        var (field, other) = addressing == AddressingMode.Dhcp ? ("pool", "static") : ("dhcp", "dhcp");
        foreach (var entry in mapping.Entries.Where(entry => entry.Key == field).Take(1))
        {
            context.Report(
                RuleCatalog.UnknownField,
                segment.Subject.Field(field),
                context.Locate(entry.Line, entry.Column),
                string.Create(CultureInfo.InvariantCulture, $"'{field}' belongs to a segment with addressing {other}; this one is {(addressing == AddressingMode.Dhcp ? "dhcp" : "static")}."),
                addressing == AddressingMode.Dhcp ? "write the range as a scope: dhcp: {scopes: [{range: …}]}" : "write the node addresses as 'pool: …'");
        }

        if (addressing == AddressingMode.Dhcp)
            segment.Pool = default;
        else
            segment.Dhcp = default;
    }
}
