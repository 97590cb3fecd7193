using System.Text;
using Fairlead.Cli.Sizing;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Profiles;
using Fairlead.SiteFiles;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Sizing;

public sealed class SizePlanTests
{
    /// <summary>Whatever is asked, a site written by the answer has no error, no warning and no thin headroom.</summary>
    [Property(MaxTest = 60)]
    public Property A_site_written_by_the_answer_passes_the_planner() => Prop.ForAll(
        Gen.Choose(1, 12).ToArbitrary(),
        Gen.Elements(1, 3, 5).SelectMany(_ => Gen.Choose(0, 3).Zip(Gen.Choose(1, 9)), (first, others) => (first, others.Item1, others.Item2)).ToArbitrary(),
        Gen.Choose(0, 12).Zip(Gen.Choose(0, 2)).ToArbitrary(),
        (clusters, nodes, rest) =>
        {
            var sizes = Enumerable.Range(0, clusters).Select(i => new ClusterSize($"c{i}", nodes.Item1, [.. Enumerable.Repeat(new PoolSize(nodes.Item3, nodes.Item3 + 2), nodes.Item2)], rest.Item1, rest.Item2, 10, null)).ToList();
            foreach (var profile in Profile.All.Where(profile => clusters <= (profile.MaxClustersPerHostCluster?.Value ?? int.MaxValue)))
            {
                var size = SizePlan.Make(profile, sizes, TimeSpan.FromHours(8), 1, IpAddr.Parse("10.20.0.0"))!;
                var plan = Planner.Make(SiteFileReader.Parse("size.yaml", Encoding.UTF8.GetBytes(Site(size, sizes))), new PlanOptions { AsOf = Plans.Today });
                Assert.DoesNotContain(plan.Diagnostics, finding => finding.Severity != Severity.Info || finding.Rule.Id == "FL3008");
                Assert.Equal(size.Need.Peak, plan.Capacity[0].Peak);
                Assert.True(size.Prefix.Contains(size.Scope));
                var needed = size.ScopeSize + size.ControlPlaneIps + size.LoadBalancerIps + 3;
                Assert.InRange(needed, ((long)size.Prefix.Count / 2) + 1, (long)size.Prefix.Count); // half of it would not do
            }
        });

    [Fact]
    public void The_page_of_Azure_Local_counts_sixteen_from_the_pool()
    {
        ClusterSize[] clusters = [new("a", 3, [new(5, 5)], 2, 0, 10, null), new("b", 1, [new(3, 3)], 1, 0, 10, null)];
        Assert.True(Profile.TryGet("aks-azure-local", out var profile));
        Assert.Equal(16, SizePlan.Make(profile, clusters, null, 1, IpAddr.Parse("10.0.0.0"))!.Need.Peak);
    }

    private static string Site(SizePlan size, List<ClusterSize> clusters)
    {
        var isStatic = size.Profile.ControlPlaneIpPickedByPlatform;
        var site = new StringBuilder($"apiVersion: fairlead.dev/v1\nkind: Site\nname: m\nprofile: {size.Profile.Name}\nsegments:\n  - name: s\n    prefix: {size.Prefix}\n    gateway: {size.Gateway}\n    dnsServers: 192.0.2.1\n    addressing: {(isStatic ? "static" : "dhcp")}\n");
        site.Append(isStatic ? $"    pool: {size.Scope}\n" : $"    dhcp: {{leaseTime: 8h, scopes: [{{range: {size.Scope}}}]}}\n").Append("clusters:\n");
        var (ip, balancer) = (size.ControlPlaneRange?.First ?? default, size.LoadBalancerRange?.First ?? default);
        foreach (var cluster in clusters)
        {
            site.Append($"  - name: {cluster.Name}\n    segment: s\n    services: {cluster.Services}\n    controlPlane: {{nodes: {cluster.ControlPlaneNodes}{(isStatic ? "" : $", ip: {ip}")}}}\n");
            _ = !isStatic && ip.TryNext(out ip);
            if (cluster.Services > 0 && balancer.TryAdd((UInt128)(uint)cluster.Services - 1, out var last))
            {
                site.Append($"    loadBalancer: {{virtualMachines: {cluster.LoadBalancerVMs}, addresses: {balancer}-{last}}}\n");
                last.TryNext(out balancer);
            }
            else
            {
                site.Append($"    loadBalancer: {{provider: other, virtualMachines: {cluster.LoadBalancerVMs}}}\n");
            }

            site.Append($"    nodePools: [{string.Join(", ", cluster.Pools.Select((pool, i) => $"{{name: pool{i}, nodes: {pool.Nodes}, autoscale: {{max: {pool.NodesAtMost}}}}}"))}]\n");
        }

        return site.ToString();
    }
}
