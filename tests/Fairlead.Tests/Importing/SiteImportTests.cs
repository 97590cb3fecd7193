using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Importing;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Fairlead.SiteFiles.Merging;
using Fairlead.Tests.Connectors.ArmTemplates;
using Xunit;

namespace Fairlead.Tests.Importing;

public sealed class SiteImportTests
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    internal static readonly Observation Kea = new()
    {
        Source = new(SourceKind.Kea, "/etc/kea/kea-dhcp4.conf"),
        ReadAt = Now,
        Subnets =
        [
            new ServedSubnet
            {
                Prefix = IpPrefix.Parse("10.20.0.0/22"), Where = "kea-dhcp4.conf:31", Name = "1", LeaseTime = TimeSpan.FromHours(8),
                Pools = [new(IpRange.Parse("10.20.1.0-10.20.2.255"), "kea-dhcp4.conf:33")],
                Exclusions = [new(IpRange.Parse("10.20.1.0-10.20.1.9"), "kea-dhcp4.conf:34")],
                Reservations =
                [
                    new(IpAddr.Parse("10.20.0.30"), Mac("00:50:56:00:00:30"), null, "bastion", "kea-dhcp4.conf:36"),
                    new(IpAddr.Parse("10.20.1.77"), Mac("00:50:56:00:00:77"), null, "in-pool", "kea-dhcp4.conf:37"),
                ],
                Routers = [IpAddr.Parse("10.20.0.1")], DnsServers = [IpAddr.Parse("10.0.0.53")],
            },
        ],
        HasLeases = true,
        Leases = LeaseTable.Of([new(IpAddr.Parse("10.20.1.50"), Mac("00:50:56:00:00:50"), default, "node-1", LeaseState.Active, Lease.Never)], default),
    };

    internal static readonly Observation VCenter = new()
    {
        Source = new(SourceKind.VCenter, "https://vc.example.com"),
        ReadAt = Now,
        Networks =
        [
            new("dvportgroup-1", "DPG K8s/Prod", NetworkKind.Distributed, 220, null, "dvs") { Path = "DC1/network" },
            new("dvportgroup-2", "Twice", NetworkKind.Distributed, 1, null, "dvs") { Path = "DC1/network" },
            new("dvportgroup-3", "Twice", NetworkKind.Distributed, 2, null, "dvs") { Path = "DC2/network" },
        ],
        Hosts = [new("host-1", "esx1.example.com") { Addresses = [IpAddr.Parse("10.10.0.11"), IpAddr.Parse("fe80::1")] }],
        Machines =
        [
            new("vm-1", "node-1", PowerState.Off) { Adapters = [new(Mac("00:50:56:00:00:50"), "dvportgroup-1")] },
            new("vm-2", "db", PowerState.On) { Adapters = [new(Mac("00:50:56:00:00:51"), "dvportgroup-1") { Addresses = [IpAddr.Parse("10.20.0.99"), IpAddr.Parse("10.20.1.60"), IpAddr.Parse("192.168.9.9")], Prefixes = [IpPrefix.Parse("10.20.0.0/22")] }] },
            new("vm-3", "elsewhere", PowerState.On) { Adapters = [new(null, "dvportgroup-2") { Addresses = [IpAddr.Parse("10.99.0.1")] }] },
        ],
    };

    [Fact]
    public void A_subnet_of_a_DHCP_server_becomes_a_segment_with_the_source_of_each_value()
    {
        var yaml = Yaml([Kea], Request());

        Assert.Equal(
            """
            # test
            # Check it with 'fairlead plan FILE'. All fields: 'fairlead schema'; what a finding means: 'fairlead explain RULE'.
            apiVersion: fairlead.dev/v1
            kind: Site
            name: site
            profile: kubernetes-vsphere

            segments:
              - name: net-10-20-0-0-22  # kea-dhcp4.conf:31
                prefix: 10.20.0.0/22  # kea-dhcp4.conf:31
                gateway: 10.20.0.1  # kea-dhcp4.conf:31
                dnsServers:
                  - 10.0.0.53  # kea-dhcp4.conf:31
                addressing: dhcp  # kea-dhcp4.conf:31
                dhcp:
                  leaseTime: 8h  # kea-dhcp4.conf:31
                  scopes:
                    - range: 10.20.1.0-10.20.2.255  # kea-dhcp4.conf:33
                      exclude:
                        - 10.20.1.0-10.20.1.9  # kea-dhcp4.conf:34
                reserved:
                  - range: 10.20.0.30  # kea-dhcp4.conf:36
                    for: bastion

            """.ReplaceLineEndings("\n"),
            yaml);
        AssertUsable(yaml);
    }

    [Fact]
    public void A_network_of_vCenter_gets_its_prefix_from_the_lease_of_its_machine_and_is_a_site()
    {
        var (draft, notes) = SiteImport.Make([VCenter, Kea], Request("DPG K8s/Prod"));

        var segment = Assert.Single(draft.Segments);
        Assert.Equal(("dpg-k8s-prod", "DPG K8s/Prod", "220", "10.20.0.0/22"), (segment.Name.Text, segment.VsphereNetwork!.Text, segment.Vlan!.Text, segment.Prefixes[0].Text));
        Assert.Equal(["10.20.0.30 bastion", "10.20.0.99 VM db"], segment.Reserved.Select(range => $"{range.Text} {range.For}"));
        Assert.Equal(["10.10.0.11"], draft.Hosts.Select(host => host.Text));
        Assert.Equal("vc.example.com", draft.VCenterHost!.Text);
        Assert.Contains(notes, note => note.Message.Contains("192.168.9.9", StringComparison.Ordinal));
        AssertUsable(Encoding.UTF8.GetString(SiteMerge.Write(draft)));
    }

    [Fact]
    public void A_network_of_vCenter_alone_gets_its_prefix_from_inside_its_machines_or_from_the_user()
    {
        Assert.Equal("10.20.0.0/22", SiteImport.Make([VCenter], Request("dvportgroup-1")).Draft.Segments[0].Prefixes[0].Text);
        var said = SiteImport.Make([VCenter], Request("DC1/network/DPG K8s/Prod") with { Prefixes = [IpPrefix.Parse("10.20.0.0/21")] }).Draft;
        Assert.Equal(("10.20.0.0/21", "--prefix"), (said.Segments[0].Prefixes[0].Text, said.Segments[0].Prefixes[0].From));
        AssertUsable(Encoding.UTF8.GetString(SiteMerge.Write(said)));
    }

    [Theory]
    [InlineData("Twice", "2 networks are called 'Twice': DC1/network/Twice (dvportgroup-2), DC2/network/Twice (dvportgroup-3).")]
    [InlineData("DPG K8s/Prd", "did you mean 'DPG K8s/Prod'?")]
    [InlineData("dvportgroup-3", "knows the network 'Twice' and not its prefix")]
    public void A_network_that_is_not_clear_is_refused(string network, string expected)
    {
        var refusal = Assert.Throws<UnusableInputException>(() => SiteImport.Make([VCenter, Kea], Request(network)));

        Assert.Contains(expected, refusal.Message);
    }

    [Fact]
    public void Machines_in_two_subnets_leave_the_prefix_open()
    {
        var second = Kea with { Subnets = [.. Kea.Subnets, new ServedSubnet { Prefix = IpPrefix.Parse("192.168.9.0/24"), Where = "kea-dhcp4.conf:50" }] };

        Assert.Contains("Say with --prefix which one", Assert.Throws<UnusableInputException>(() => SiteImport.Make([VCenter, second], Request("DPG K8s/Prod"))).Message);
    }

    [Fact]
    public void Entries_of_a_book_become_segments_less_what_only_holds_others()
    {
        var book = new Observation
        {
            Source = new(SourceKind.NetBox, "n.json"),
            ReadAt = Now,
            Entries =
            [
                Entry(EntryKind.Prefix, "10.0.0.0/8") with { Status = "container" },
                Entry(EntryKind.Prefix, "10.30.0.0/16"),
                Entry(EntryKind.Prefix, "10.30.1.0/24") with { VlanName = "Blue nodes", Vlan = 230 },
                Entry(EntryKind.Range, "10.30.1.100-10.30.1.199") with { Role = "DHCP" },
                Entry(EntryKind.Address, "10.30.1.1") with { Role = "vrrp" },
                Entry(EntryKind.Address, "10.30.1.150") with { Status = "dhcp" },
                Entry(EntryKind.Address, "10.30.1.9") with { Name = "nas" },
                Entry(EntryKind.Address, "10.30.1.10") with { Status = "deprecated" },
                Entry(EntryKind.Prefix, "10.30.1.0/24") with { AddressSpace = "Blue Net" },
            ],
        };

        var (draft, notes) = SiteImport.Make([book], Request());

        Assert.Equal(["blue-nodes 10.30.1.0/24 230 ", "net-10-30-1-0-24 10.30.1.0/24  blue-net"], draft.Segments.Select(segment => $"{segment.Name.Text} {segment.Prefixes[0].Text} {segment.Vlan?.Text} {segment.AddressSpace?.Text}"));
        Assert.Equal(("10.30.1.1", "10.30.1.100-10.30.1.199", "10.30.1.9"), (draft.Segments[0].Gateways[0].Text, draft.Segments[0].Scopes[0].Text, Assert.Single(draft.Segments[0].Reserved).Text));
        Assert.Contains(notes, note => note.Message.StartsWith("10.30.0.0/16 holds 10.30.1.0/24", StringComparison.Ordinal));
        AssertUsable(Encoding.UTF8.GetString(SiteMerge.Write(draft)));
    }

    [Fact]
    public void Templates_become_segments_and_clusters_that_plan_takes()
    {
        foreach (var (template, parameters, pool) in new[] { (ArmTemplateTests.VMware, (string?)ArmTemplateTests.Parameters, "10.20.3.2-10.20.3.31"), (ArmTemplateTests.AzureLocal, null, null) })
        {
            var observation = new Observation { Source = new(SourceKind.Arm, "t.json"), ReadAt = Now, Declared = ArmTemplateTests.Read(template, parameters).Site };

            var (draft, _) = SiteImport.Make([observation], Request());

            Assert.Single(draft.Segments);
            Assert.Equal(pool, draft.Clusters.SelectMany(cluster => cluster.LoadBalancer).SingleOrDefault()?.Text);
            AssertUsable(Encoding.UTF8.GetString(SiteMerge.Write(draft)));
        }
    }

    [Fact]
    public void A_cluster_whose_network_nobody_knows_is_left_out_unless_the_site_has_the_segment()
    {
        var cluster = new DeclaredCluster(new("shop", "t.json:3")) { Network = new("k8s", "t.json:4") };
        var observation = new Observation { Source = new(SourceKind.Arm, "t.json"), ReadAt = Now, Declared = new DeclaredSite { Clusters = [cluster] } };

        Assert.Empty(SiteImport.Make([observation], Request()).Draft.Clusters);
        Assert.Single(SiteImport.Make([observation], Request() with { KnownSegments = ["k8s"] }).Draft.Clusters);
    }

    internal static DraftRequest Request(params string[] networks) => new() { Name = "site", Origin = "test", Networks = networks };

    internal static string Yaml(IReadOnlyList<Observation> observations, DraftRequest request) => Encoding.UTF8.GetString(SiteMerge.Write(SiteImport.Make(observations, request).Draft));

    internal static void AssertUsable(string yaml)
    {
        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(yaml)), new PlanOptions { AsOf = new DateOnly(2026, 11, 26) });

        Assert.Empty(plan.Diagnostics.Where(finding => finding.IsUnusableInput).Select(finding => finding.Message));
    }

    private static ObservedEntry Entry(EntryKind kind, string range) => new(kind, IpRange.Parse(range), "n.json");

    private static MacAddress Mac(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new ArgumentException(text);
}
