using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;
using Fairlead.Core.Observations;
using Fairlead.SiteFiles;
using Fairlead.SiteFiles.Merging;
using Fairlead.Tests.Fuzzing;
using Fairlead.Tests.Importing;
using Xunit;

namespace Fairlead.Tests.SiteFiles;

public sealed class SiteMergeTests
{
    private const string Site = """
        # our site
        apiVersion: fairlead.dev/v1
        kind: Site
        name: site
        profile: kubernetes-vsphere
        segments:
        - name: k8s-prod   # the production network
          prefix: 10.20.0.0/22
          addressing: dhcp
          dnsServers: [10.0.0.53]
          dhcp:
            scopes:
              - {range: 10.20.1.0-10.20.2.255}
          reserved: []

        # clusters follow
        clusters:
          - name: shop
            segment: k8s-prod
        """;

    [Fact]
    public void What_is_missing_is_added_in_the_layout_of_the_file()
    {
        var draft = SiteImport.Make([SiteImportTests.VCenter, SiteImportTests.Kea], SiteImportTests.Request("DPG K8s/Prod")).Draft;

        var result = Merge(Site, draft);

        Assert.Empty(result.Conflicts);
        Assert.Equal(
            """
            # our site
            apiVersion: fairlead.dev/v1
            kind: Site
            name: site
            profile: kubernetes-vsphere
            segments:
            - name: k8s-prod   # the production network
              prefix: 10.20.0.0/22
              addressing: dhcp
              dnsServers: [10.0.0.53]
              dhcp:
                scopes:
                  - {range: 10.20.1.0-10.20.2.255, exclude: ["10.20.1.0-10.20.1.9"]}
                leaseTime: 8h  # kea-dhcp4.conf:31
              reserved: [{range: 10.20.0.30, for: bastion}, {range: 10.20.0.99, for: "VM db"}]
              vsphereNetwork: DPG K8s/Prod  # vcenter:https://vc.example.com
              vlan: 220  # vcenter:https://vc.example.com
              gateway: 10.20.0.1  # kea-dhcp4.conf:31

            # clusters follow
            clusters:
              - name: shop
                segment: k8s-prod

            infrastructure:
              vcenter:
                host: vc.example.com  # vcenter:https://vc.example.com
              hosts:
                - 10.10.0.11  # vcenter:https://vc.example.com, esx1.example.com

            """.ReplaceLineEndings("\n").Replace("\"10.20.1.0-10.20.1.9\"", "10.20.1.0-10.20.1.9", StringComparison.Ordinal),
            Encoding.UTF8.GetString(result.Bytes));
        AssertNothingToAdd("site.yaml", result, draft);
    }

    [Fact]
    public void What_differs_is_shown_and_stays()
    {
        var draft = SiteImport.Make([SiteImportTests.Kea], SiteImportTests.Request()).Draft;
        var site = Site.Replace("dnsServers: [10.0.0.53]", "dnsServers: [10.0.0.54]\n  gateway: 10.20.0.2", StringComparison.Ordinal).Replace("10.20.2.255", "10.20.1.255", StringComparison.Ordinal);

        var result = Merge(site, draft);

        Assert.Equal(
            [
                "site.yaml:11: segments.k8s-prod.gateway is 10.20.0.2, and kea-dhcp4.conf:31 has 10.20.0.1",
                "site.yaml:10: segments.k8s-prod.dnsServers is 10.0.0.54, and kea-dhcp4.conf:31 has 10.0.0.53",
                "site.yaml:14: segments.k8s-prod.dhcp.scopes is 10.20.1.0-10.20.1.255, and kea-dhcp4.conf:33 has 10.20.1.0-10.20.2.255",
            ],
            result.Conflicts.Select(conflict => conflict.ToString()));
        Assert.Contains("gateway: 10.20.0.2\n", Encoding.UTF8.GetString(result.Bytes));
        AssertNothingToAdd("site.yaml", result, draft);
    }

    [Theory]
    [InlineData("\r\n", true)]
    [InlineData("\n", false)]
    public void Line_ends_and_byte_order_mark_stay(string newLine, bool hasMark)
    {
        var draft = SiteImport.Make([SiteImportTests.Kea], SiteImportTests.Request()).Draft;
        var text = (hasMark ? "\uFEFF" : "") + Site.ReplaceLineEndings(newLine);

        var result = Merge(text, draft);

        var merged = Encoding.UTF8.GetString(result.Bytes);
        Assert.Equal(hasMark, merged.StartsWith('\uFEFF'));
        Assert.Equal(merged.Split('\n').Length - 1, newLine == "\r\n" ? merged.Split("\r\n").Length - 1 : merged.Split('\n').Length - 1);
        AssertNothingToAdd("site.yaml", result, draft);
    }

    [Fact]
    public void A_JSON_site_is_added_to_inside_its_brackets()
    {
        var draft = SiteImport.Make([SiteImportTests.VCenter, SiteImportTests.Kea], SiteImportTests.Request("DPG K8s/Prod")).Draft;
        const string Json = """
            {
              "apiVersion": "fairlead.dev/v1", "kind": "Site", "name": "site", "profile": "kubernetes-vsphere",
              "segments": [
                {"name": "k8s-prod", "prefix": "10.20.0.0/22", "addressing": "dhcp"}
              ]
            }
            """;

        var result = SiteMerge.Into("site.json", Encoding.UTF8.GetBytes(Json), draft);

        Assert.All(SiteFileReader.Parse("site.json", result.Bytes), document => Assert.Empty(document.Errors));
        Assert.Contains("\"addressing\": \"dhcp\", \"vsphereNetwork\": \"DPG K8s/Prod\", \"vlan\": 220", Encoding.UTF8.GetString(result.Bytes));
        AssertNothingToAdd("site.json", result, draft);
    }

    [Fact]
    public void Scopes_that_adjoin_are_as_good_as_one_and_a_static_segment_gets_no_dhcp()
    {
        var draft = SiteImport.Make([SiteImportTests.Kea], SiteImportTests.Request()).Draft;
        var split = Site.Replace("- {range: 10.20.1.0-10.20.2.255}", "- {range: 10.20.1.10-10.20.1.255}\n      - {range: 10.20.2.0/24}", StringComparison.Ordinal);

        Assert.Empty(Merge(split, draft).Conflicts);
        var isStatic = Merge("apiVersion: fairlead.dev/v1\nkind: Site\nname: s\nprofile: kubernetes-vsphere\nsegments:\n  - {name: a, prefix: 10.20.0.0/22, addressing: static}\n", draft);
        Assert.Equal("segments.a.addressing", Assert.Single(isStatic.Conflicts).Path);
        Assert.DoesNotContain("leaseTime", Encoding.UTF8.GetString(isStatic.Bytes));
    }

    [Theory]
    [InlineData("a: [", "site.yaml:")]
    [InlineData("kind: Cluster\nname: x", "holds no site")]
    [InlineData("kind: Site\nname: a\n---\nkind: Site\nname: b\n", "holds 2 sites")]
    public void A_file_that_can_not_be_added_to_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<SiteFileException>(() => Merge(text, SiteImport.Make([SiteImportTests.Kea], SiteImportTests.Request()).Draft)).Message);

    [Theory]
    [InlineData("segments:")]
    [InlineData("segments: []")]
    [InlineData("segments: [ ] # none yet\ninfrastructure: {}")]
    [InlineData("infrastructure:\n  other:\n    - range: 10.0.0.1\n      for: |\n        several\n\n        lines\n")]
    [InlineData("segments: [{name: it's, prefix: 10.1.0.0/24, addressing: static}, # a ] here\n  {name: b, prefix: 10.2.0.0/24, addressing: static},\n  ]")]
    [InlineData("segments:\n    - &a\n      name: x\n      prefix: 10.3.0.0/24\n      addressing: static\n...")]
    public void Layouts_of_all_kinds_are_added_to(string rest)
    {
        var draft = SiteImport.Make([SiteImportTests.VCenter, SiteImportTests.Kea], SiteImportTests.Request("DPG K8s/Prod")).Draft;

        var result = Merge("apiVersion: fairlead.dev/v1\nkind: Site\nname: s\nprofile: kubernetes-vsphere\n" + rest, draft);

        Assert.NotEmpty(result.Added);
        SiteImportTests.AssertUsable(Encoding.UTF8.GetString(result.Bytes));
        AssertNothingToAdd("site.yaml", result, draft);
    }

    [Fact]
    public void A_site_file_of_any_octets_is_added_to_or_refused()
    {
        var draft = SiteImport.Make([SiteImportTests.VCenter, SiteImportTests.Kea], SiteImportTests.Request("DPG K8s/Prod")).Draft;
        byte[][] seeds = [Encoding.UTF8.GetBytes(Site), Encoding.UTF8.GetBytes("{\"kind\": \"Site\", \"name\": \"s\", \"segments\": [\n {\"name\": \"a\", \"prefix\": \"10.20.0.0/22\"}\n]}")];

        CodecFuzz.Survive(random => CodecFuzz.Mutated(seeds, random), octets =>
        {
            try
            {
                return SiteMerge.Into("site.yaml", octets, draft).Added.Count > 0;
            }
            catch (SiteFileException)
            {
                return false;
            }
        }, inputs: 3_000, least: 0.05);
    }

    /// <summary>Random subnets, books and machines; a failure names its seed.</summary>
    [Fact]
    public void Importing_twice_changes_nothing_whatever_is_imported()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (first, second) = (RandomDraft(random), RandomDraft(random));

            var fresh = SiteMerge.Write(first);
            SiteImportTests.AssertUsable(Encoding.UTF8.GetString(fresh));
            Assert.True(fresh.AsSpan().SequenceEqual(SiteMerge.Into("site.yaml", fresh, first).Bytes), $"seed {seed}: the same again");
            var both = SiteMerge.Into("site.yaml", fresh, second).Bytes;
            Assert.True(both.AsSpan().SequenceEqual(SiteMerge.Into("site.yaml", both, second).Bytes), $"seed {seed}: the other again");
            SiteImportTests.AssertUsable(Encoding.UTF8.GetString(both));
        }
    }

    private static SiteDraft RandomDraft(Random random)
    {
        IpAddr Address(int net) => IpAddr.Parse($"10.{net}.0.{random.Next(1, 255)}");
        IpRange Range(int net) => Address(net) is var one && Address(net) is var two && one <= two ? IpRange.Of(one, two) : IpRange.Of(two, one);
        var subnets = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(4)).Distinct().Select(net => new ServedSubnet
        {
            Prefix = IpPrefix.Parse($"10.{net}.0.0/24"),
            Where = $"kea:{net}",
            Name = random.Next(2) == 0 ? null : $"Net #{random.Next(3)}",
            LeaseTime = random.Next(2) == 0 ? null : TimeSpan.FromMinutes(random.Next(0, 500)),
            Pools = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ServedPool(Range(net), "kea:pool"))],
            Exclusions = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ServedExclusion(Range(net), "kea:excl"))],
            Reservations = [.. Enumerable.Range(0, random.Next(4)).Select(i => new ServedReservation(Address(net), null, "client: #" + i, null, "kea:res"))],
            Routers = random.Next(2) == 0 ? [] : [Address(net)],
            DnsServers = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Address(9))],
            IsActive = random.Next(5) > 0,
        }).ToList();
        var entries = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(6)).Select(net => random.Next(3) switch
        {
            0 => new ObservedEntry(EntryKind.Prefix, IpPrefix.Parse($"10.{net}.0.0/24").Range, "book") { Vlan = random.Next(4095), Name = random.Next(2) == 0 ? null : "a \"b\"" },
            1 => new ObservedEntry(EntryKind.Range, Range(net), "book") { Role = random.Next(2) == 0 ? "dhcp" : null },
            _ => new ObservedEntry(EntryKind.Address, IpRange.Single(Address(net)), "book") { Role = random.Next(3) == 0 ? "vrrp" : null, Description = "yes" },
        }).ToList();
        var observation = new Observation { Source = new(SourceKind.Kea, "kea"), ReadAt = SiteImportTests.Now, Subnets = subnets, Entries = entries };
        return SiteImport.Make([observation], SiteImportTests.Request()).Draft;
    }

    private static MergeResult Merge(string text, SiteDraft draft) => SiteMerge.Into("site.yaml", Encoding.UTF8.GetBytes(text), draft);

    private static void AssertNothingToAdd(string name, MergeResult result, SiteDraft draft)
    {
        var again = SiteMerge.Into(name, result.Bytes, draft);

        Assert.Empty(again.Added);
        Assert.Equal(result.Bytes, again.Bytes);
    }
}
