using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>Kea's subnets as rendered, and ten thousand clients of its own load tool that take every address there is.</summary>
public sealed class KeaLabTests
{
    private const int Clients = 10_000;

    /// <summary>Exactly as many free addresses as clients: 10,040 in the scope, less 40 that stay out.</summary>
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: quay
        profile: kubernetes-vsphere
        segments:
          - name: nodes
            prefix: 10.60.0.0/18
            gateway: 10.60.0.1
            dnsServers: [10.60.0.2]
            addressing: dhcp
            dhcp:
              leaseTime: 8h
              scopes: [{range: 10.60.2.0-10.60.41.55, exclude: [10.60.10.20, 10.60.20.1-10.60.20.30, 10.60.30.0-10.60.30.8]}]
            reserved: [{range: 10.60.30.0-10.60.30.8, for: printers}]
        clusters:
          - name: ferry
            segment: nodes
            controlPlane: {ip: 10.60.10.20, nodes: 3}
            nodePools: [{name: default, nodes: 3}]
            loadBalancer: {provider: metallb, addresses: [10.60.20.1-10.60.20.30]}
            services: 4
        """;

    private static readonly IpSet KeptOut = IpSet.Of(IpRange.Parse("10.60.10.20"), IpRange.Parse("10.60.20.1-10.60.20.30"), IpRange.Parse("10.60.30.0-10.60.30.8"));
    private static readonly IpSet Scope = IpSet.Of(IpRange.Parse("10.60.2.0-10.60.41.55"));

    public KeaLabTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_take_every_free_address_and_none_that_stays_out()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-kea-");
        try
        {
            var site = Path.Combine(folder.FullName, "site.yaml");
            await File.WriteAllTextAsync(site, Site, Ct);
            (await Shell.RunAsync(LabNode.Fairlead, ["render", "kea", site, "-o", folder.FullName], Ct)).OrThrow("render");
            var taken = await TakeAsync(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "kea-dhcp4-subnets.json"), Ct));
            Assert.Equal(Scope.Except(KeptOut).Ranges, taken.Ranges);
            Assert.Equal((UInt128)Clients, taken.Count(IpFamily.V4));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The scope retyped as one pool: the test above would notice.</summary>
    [Fact]
    public async Task Clients_of_a_pool_that_is_not_split_take_what_should_stay_out()
    {
        var taken = await TakeAsync("""{"id": 1, "subnet": "10.60.0.0/18", "valid-lifetime": 28800, "pools": [{"pool": "10.60.2.0 - 10.60.41.55"}]}""");
        Assert.NotEmpty(taken.Intersect(KeptOut).Ranges);
    }

    /// <returns>Every address that is leased when all clients have one.</returns>
    private static async Task<IpSet> TakeAsync(string subnets)
    {
        await using var lab = await LabNetwork.StartAsync(
            plan => plan.Segment("lan").Node("kea", node => node.On("lan", "10.60.0.67/18").RunsKea(() => subnets)).Node("load", node => node.On("lan", "10.60.1.1/18")), Ct);
        // Each client in turn; a second round finds those whose packets were lost on a busy machine, and renews the others.
        for (var round = 0; round < 20; round++)
        {
            // It ends with 3 where something was lost.
            var load = await lab["load"].RunAsync("perfdhcp", ["-4", "-l", "eth0", "-r", "800", "-R", $"{Clients}", "-n", $"{Clients}", "-W", "2000000", "10.60.0.67"], Ct);
            Assert.True(load.ExitCode is 0 or 3, load.Output + load.Errors);
            if (await LeasesAsync(lab["kea"]) is { } leases && leases.Count(IpFamily.V4) >= (UInt128)Clients)
                return leases;
        }

        return await LeasesAsync(lab["kea"]);
    }

    /// <summary>As Kea wrote them down: the last line of each address counts.</summary>
    private static async Task<IpSet> LeasesAsync(LabNode kea)
    {
        var leased = new Dictionary<string, bool>();
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(kea.Folder, KeaNodes.LeaseFile), Ct)).Skip(1))
        {
            var cells = line.Split(',');
            leased[cells[0]] = cells[9] == "0" && long.Parse(cells[3], CultureInfo.InvariantCulture) > 0;
        }

        return IpSet.Of(leased.Where(each => each.Value).Select(each => IpRange.Single(IpAddr.Parse(each.Key))));
    }
}
