using Fairlead.Core.Addressing;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Deliverables;

/// <summary>What each target writes, held against files that people have read: <c>Cases/Deliverables/&lt;case&gt;/&lt;target&gt;/</c>.</summary>
public sealed class RenderTargetsTests
{
    public static TheoryData<string, string> All => new(
        from folder in Directory.EnumerateDirectories(Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Deliverables")).Order(StringComparer.Ordinal)
        from target in RenderTargets.All
        where target.Name != "bundle"
        select (Path.GetFileName(folder), target.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void Writes_what_was_read_and_found_right(string name, string target)
    {
        var rendered = Render(name, target);
        var folder = Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Deliverables", name, target);
        foreach (var file in rendered.Files)
            Golden.Matches(file.Text, Path.Combine(folder, file.Name));
        var expected = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)) : [];
        Assert.Equal(expected.Order(StringComparer.Ordinal), rendered.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Writes_the_same_for_the_same_plan(string name, string target) => Assert.Equal(Render(name, target).Files, Render(name, target).Files);

    [Fact]
    public void A_pool_is_split_around_planned_addresses_when_it_is_forced()
    {
        var (documents, options) = (SiteFileReader.Parse("site.yaml", """
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: kubernetes-vsphere
            segments:
              - {name: k8s, prefix: 10.20.0.0/24, gateway: 10.20.0.1, dnsServers: [10.20.0.150], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.20.0.100-10.20.0.199}]}}
            clusters:
              - {name: shop, segment: k8s, controlPlane: {ip: 10.20.0.120, nodes: 3}, nodePools: [{name: default, nodes: 3}], loadBalancer: {addresses: [10.20.0.130-10.20.0.139]}, services: 2}
            """u8.ToArray()), new PlanOptions { AsOf = new DateOnly(2026, 11, 22) });
        var plan = Planner.Make(documents, options);
        Assert.True(plan.HasFailures);

        string Text(string target) => Assert.Single(RenderTargets.Render(RenderTargets.All.Single(each => each.Name == target), new RenderRequest(plan, _ => true)).Files).Text;

        Assert.StartsWith("// MADE WITH --force FROM A PLAN WITH ERRORS", Text("kea"), StringComparison.Ordinal);
        foreach (var pool in (string[])["10.20.0.100 - 10.20.0.119", "10.20.0.121 - 10.20.0.129", "10.20.0.140 - 10.20.0.149", "10.20.0.151 - 10.20.0.199"])
            Assert.Contains($"\"{pool}\"", Text("kea"), StringComparison.Ordinal);
        Assert.Contains("dhcp-range=set:madrid-k8s,10.20.0.121,10.20.0.129,255.255.255.0,3600", Text("dnsmasq"), StringComparison.Ordinal);
        foreach (var gap in (string[])["10.20.0.120 -EndRange 10.20.0.120", "10.20.0.130 -EndRange 10.20.0.139", "10.20.0.150 -EndRange 10.20.0.150"])
            Assert.Contains($"Add-DhcpServerv4ExclusionRange -ScopeId 10.20.0.0 -StartRange {gap}", Text("windows-dhcp"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_observed_stands_in_what_is_rendered()
    {
        var now = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
        var plan = PlanOf("dual-stack");
        var inventory = new Observation
        {
            Source = new(SourceKind.VCenter, "vcenter.example"),
            ReadAt = now,
            Networks =
            [
                new("dvportgroup-7", "k8s-prod", NetworkKind.Distributed, 220, null, "dvs") { Path = "Madrid", Security = new(AllowsForgedTransmits: true, AllowsMacChanges: false, AllowsPromiscuous: null) },
                new("network-o9", "k8s-prod", NetworkKind.Nsx, null, null, null) { Path = "Lab" },
            ],
        };
        var server = new Observation
        {
            Source = new(SourceKind.Csv, "book"),
            ReadAt = now,
            Subnets = [new() { Prefix = IpPrefix.Parse("10.20.0.0/22"), Where = "book", Reservations = [new(IpAddr.Parse("10.20.1.50"), null, "02:00:00:00:00:07", "printer", "book:7")] }],
        };
        plan = plan with { Observed = new ObservedWorld([new ObservationOutcome.Seen(inventory), new ObservationOutcome.Seen(server)], now) };

        Rendered Of(string target) => RenderTargets.Render(RenderTargets.All.Single(each => each.Name == target), new RenderRequest(plan, _ => true));

        var page = Assert.Single(Of("vsphere-checklist").Files).Text;
        Assert.Contains("Accept (Madrid/k8s-prod; vcenter:vcenter.example, read 2026-11-22 09:00:00Z)<br>NSX's: see below (Lab/k8s-prod;", page, StringComparison.Ordinal);
        Assert.Contains("Reject (Madrid/k8s-prod", page, StringComparison.Ordinal);
        Assert.Contains("not known, or not the same on every host (Madrid/k8s-prod", page, StringComparison.Ordinal);
        foreach (var target in (string[])["kea", "dnsmasq", "windows-dhcp"])
            Assert.Contains(Of(target).Losses, loss => loss.Contains("10.20.1.50 stays out of the pools, and csv:book has a reservation there: printer", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_of_a_forced_plan_says_so()
    {
        var text = File.ReadAllText(Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Deliverables", "egress", "site.yaml"))
            .Replace("ip: 10.40.0.20, nodes: 3", "ip: 10.40.1.20, nodes: 3, provider: keepalived", StringComparison.Ordinal);
        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", System.Text.Encoding.UTF8.GetBytes(text)), new PlanOptions { AsOf = new DateOnly(2026, 11, 22) });
        Assert.True(plan.HasFailures);
        var files = RenderTargets.Render(RenderTargets.All.Single(each => each.Name == "bundle"), new RenderRequest(plan, _ => true)).Files;
        // The pages for the network team have a warning of their own; a list of sums has no room for one.
        Assert.All(files.Where(file => !file.Name.StartsWith("network-request/", StringComparison.Ordinal) && file.Name != "SHA256SUMS"), file => Assert.Contains("MADE WITH --force FROM A PLAN WITH ERRORS", file.Text, StringComparison.Ordinal));
        Assert.All(files.Where(file => file.Name.EndsWith("check-api-server", StringComparison.Ordinal) || file.Name.EndsWith(".nft", StringComparison.Ordinal)), file => Assert.StartsWith("#!/", file.Text, StringComparison.Ordinal));
        Assert.Contains(files, file => file.Name.EndsWith("check-api-server", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_of_kube_vip_beside_keepalived_want_a_kube_vip_of_their_own() =>
        Assert.Contains("Cluster oslo/harbour: keepalived holds its control plane IP", Assert.Single(Render("control-planes", "kube-vip-cloud-provider").Losses), StringComparison.Ordinal);

    [Fact]
    public void The_readme_of_a_cluster_names_what_is_needed_in_each_step_and_what_is_not_here()
    {
        var plan = PlanOf("machines");
        var readme = RenderTargets.Render(RenderTargets.All.Single(each => each.Name == "bundle"), new RenderRequest(plan, cluster => cluster.Name == "rest")).Files.Single(file => file.Name == "turku-rest/README.md").Text;
        Assert.Contains("4. Create the cluster, with these: `kube-vip/`, `no-proxy/`.", readme, StringComparison.Ordinal);
        Assert.Contains("- `capi`: Cluster turku/rest: segment fixed has no DHCP", readme, StringComparison.Ordinal);
        Assert.Contains("- `metallb`: nothing in the site file asks for it.", readme, StringComparison.Ordinal);
        Assert.Contains("- [ ] the addresses of the physical hosts", readme, StringComparison.Ordinal);
    }

    private static Plan PlanOf(string name)
    {
        var site = Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Deliverables", name, "site.yaml");
        return Planner.Make(SiteFileReader.Parse("site.yaml", File.ReadAllBytes(site)), new PlanOptions { AsOf = new DateOnly(2026, 11, 22) });
    }

    private static Rendered Render(string name, string target)
    {
        var plan = PlanOf(name);
        Assert.False(plan.HasFailures);
        return RenderTargets.Render(RenderTargets.All.Single(each => each.Name == target), new RenderRequest(plan, _ => true));
    }
}
