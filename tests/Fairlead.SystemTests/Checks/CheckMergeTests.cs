using System.Text.Json;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Paths;
using Xunit;

namespace Fairlead.SystemTests.Checks;

public sealed class CheckMergeTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        infrastructure:
          vcenter: {host: vcenter.contoso.test, address: 10.10.0.5}
        resourceBridge: {prefix: 10.10.0.0/24, gateway: 10.10.0.1, controlPlaneIP: 10.10.0.20, nodeIPs: 10.10.0.21-10.10.0.22}
        segments:
          - {name: k8s-prod, prefix: 10.20.0.0/24, gateway: 10.20.0.1, addressing: dhcp}
        clusters:
          - {name: shop, segment: k8s-prod, controlPlane: {ip: 10.20.0.20}}
        """;

    [Fact]
    public async Task A_node_that_is_shut_out_and_a_machine_that_is_not_disagree_and_a_stand_in_says_so()
    {
        LabNetwork.Require();
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan => plan
                .Segment("lan")
                .Segment("core")
                .Node("client", node => node.On("lan", "10.20.0.50/24").Route("default via 10.20.0.1"))
                .Node("router", node => node.On("lan", "10.20.0.1/24").On("core", "10.10.0.1/24").Forwards()
                    .Filter("table ip lab { chain forward { type filter hook forward priority 0; tcp dport 443 reject with icmp admin-prohibited; }; }"))
                .Node("vcenter", node => node.On("core", "10.10.0.5/24").Route("default via 10.10.0.1").Web())
                .Node("jump", node => node.On("core", "10.10.0.9/24")),
            ct);
        var node = await AskAsync(lab["client"], "node.json", 1, ct);
        var manager = await AskAsync(lab["jump"], "manager.json", 0, ct);
        var standIn = await AskAsync(lab["jump"], "stand-in.json", 0, ct, "--role", "physical-nodes");

        var answer = await lab["jump"].FairleadAsync(["check", "--merge", node, manager, standIn, "--format", "json"], ct);

        Assert.Equal(1, answer.ExitCode);
        var matrix = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(
            [("cluster-vms", "madrid/k8s-prod", ""), ("management-machine", "", ""), ("physical-nodes", "", "esxi-host")],
            matrix.GetProperty("vantages").EnumerateArray().Select(vantage => (CheckLines.Text(vantage, "role"), CheckLines.Text(vantage, "segment"), CheckLines.Text(vantage, "standInFor"))));
        Assert.Equal(["appliance-vm"], matrix.GetProperty("missing").EnumerateArray().Select(missing => CheckLines.Text(missing, "role")));
        Assert.Equal(
            [
                "port 10.10.0.5:443: 0 failed icmp-prohibited, 1 passed tcp-connected, disagrees",
                "packet-size 10.10.0.5: 0 passed full-size",
                "packet-size 10.20.0.1: 0 passed full-size",
                "clock 10.10.0.5:443: 0 unknown no-date, 1 passed in-step, 2 passed in-step",
            ],
            // Of the resource bridge nothing is there: its ports are not the point here.
            matrix.GetProperty("targets").EnumerateArray().Select(Line).Where(line => !line.StartsWith("port 10.10.0.2", StringComparison.Ordinal)));
    }

    private static string Line(JsonElement target) =>
        $"{CheckLines.Text(target, "kind")} {CheckLines.Text(target, "target")}: "
        + string.Join(", ", target.GetProperty("cells").EnumerateArray().Select(cell => $"{cell.GetProperty("vantage").GetInt32()} {CheckLines.Text(cell, "outcome")} {CheckLines.Text(cell, "reason")}"))
        + (target.GetProperty("disagrees").GetBoolean() ? ", disagrees" : "");

    private static async Task<string> AskAsync(LabNode machine, string file, int exitCode, CancellationToken ct, params string[] options)
    {
        var seen = await CheckLines.RunAsync(machine, Site, "path", ct, options);
        Assert.Equal(exitCode, seen.ExitCode);
        return await machine.WriteAsync(file, seen.Json, ct);
    }
}
