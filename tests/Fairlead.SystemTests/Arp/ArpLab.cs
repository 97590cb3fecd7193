using System.Text;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Checks;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Arp;

/// <summary>A segment 10.77.0.0/16 with a gateway, a machine that asks, and a site that speaks of both.</summary>
internal static class ArpLab
{
    public const string ControlPlane = "madrid/clusters/shop/controlPlane/ip";
    public const string LoadBalancer = "madrid/clusters/shop/loadBalancer/addresses";

    /// <summary>The control plane IP lies at the end of a large subnet.</summary>
    public const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        resourceBridge: {prefix: 10.77.4.0/24, gateway: 10.77.4.1, controlPlaneIP: 10.77.4.20, nodeIPs: 10.77.4.21-10.77.4.22}
        segments:
          - name: lan
            prefix: [10.77.0.0/16, 2001:db8:77::/64]
            gateway: 10.77.0.1
            dnsServers: [10.10.0.53]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.77.1.0-10.77.1.31}]}
        clusters:
          - name: shop
            segment: lan
            controlPlane: {ip: 10.77.255.250, nodes: 1}
            nodePools: [{name: default, nodes: 1}]
            loadBalancer: {addresses: [10.77.3.1-10.77.3.8]}
            services: 1
            podCIDR: 10.244.0.0/16
            serviceCIDR: 10.96.0.0/12
        """;

    public static void WithGateway(LabPlan plan) => plan.Node("gw", node => node.On("lan", "10.77.0.1/16", "2001:db8:77::1/64"));

    public static void WithAsker(LabPlan plan) => plan.Node("me", node => node.On("lan", "10.77.0.50/16", "2001:db8:77::50/64").Route("default via 10.77.0.1"));

    public static Task<LabNetwork> StartAsync(Action<LabPlan> others, CancellationToken ct) => LabNetwork.StartAsync(
        plan =>
        {
            plan.Segment("lan");
            WithGateway(plan);
            WithAsker(plan);
            others(plan);
        },
        ct);

    /// <summary>Runs <c>fairlead check --only arp</c> on the machine <c>me</c>, at a rate that its owner allows.</summary>
    public static Task<Seen> CheckAsync(this LabNetwork lab, CancellationToken ct, params string[] arguments) => lab.CheckAsync(Site, ct, arguments);

    public static async Task<Seen> CheckAsync(this LabNetwork lab, string site, CancellationToken ct, params string[] arguments)
    {
        var file = await lab["me"].WriteAsync("site.yaml", site, ct);
        return Seen.Of(await lab["me"].FairleadAsync(["check", file, "--only", "arp", "--rate", "200", "--format", "json", .. arguments], ct));
    }

    public static async Task<Seen> ProbeAsync(this LabNetwork lab, CancellationToken ct, params string[] arguments) =>
        Seen.Of(await lab["me"].FairleadAsync(["probe", "--interface", "eth0", "--format", "json", .. arguments], ct));
}

/// <summary>What a run said.</summary>
internal sealed record Seen(int ExitCode, CheckReport Report, string Errors)
{
    public static Seen Of(Answer answer)
    {
        Assert.True(CheckJsonReader.TryRead(Encoding.UTF8.GetBytes(answer.Output), out var report, out var error), $"{error}: {answer.ExitCode} {answer.Output}{answer.Errors}");
        return new(answer.ExitCode, report, answer.Errors);
    }

    /// <summary>The one result about an address.</summary>
    public CheckResult this[string id, string target] => Assert.Single(Report.Results, result => result.Check.Id == id && result.Target == target);

    public void Is(string id, string subject, string target, CheckOutcome outcome, Verdict verdict, string reason)
    {
        var result = Report.Results.SingleOrDefault(each => each.Check.Id == id && each.Target == target);
        Assert.True(result is not null, $"no {id} for {target} among:\n{string.Join('\n', Report.Results.Select(each => $"{each.Check.Id} {each.Subject} {each.Target} {each.Outcome} {each.Verdict} {each.Reason}"))}\n{Errors}");
        Assert.Equal((subject, outcome, verdict, reason), (result.Subject, result.Outcome, result.Verdict!.Value, result.Reason));
    }
}
