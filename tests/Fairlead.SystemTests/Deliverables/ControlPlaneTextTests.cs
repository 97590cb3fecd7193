using Fairlead.Testing.Lab;
using k8s;
using k8s.Models;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>What holds a control plane IP and what routes to it, judged by the programs that it is for; and a spoiled twin, so that they can say no.</summary>
public sealed class ControlPlaneTextTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("oslo-harbour")]
    [InlineData("oslo-ferry")]
    public async Task Keepalived_takes_its_configuration(string cluster)
    {
        LabNetwork.Require();
        // It looks whether there is an eth0.
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("node", node => node.On("lan", "10.30.1.11/22")), Ct);
        var text = Read($"keepalived/{cluster}/keepalived.conf");
        Assert.Equal("", await SaidAsync(text));
        Assert.Contains("Unknown keyword", await SaidAsync(text.Replace("virtual_ipaddress {", "virtual_ip {", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("between 1 & 255", await SaidAsync(text.Replace("virtual_router_id 20", "virtual_router_id 90", StringComparison.Ordinal)), StringComparison.Ordinal);

        async Task<string> SaidAsync(string configuration)
        {
            var file = await lab["node"].WriteAsync("keepalived.conf", configuration, Ct);
            // Debian's 2.2.7 ends a test with a signal to itself where there is a script (its look for a lost parent), so what it says counts and not how it ends.
            var answer = await lab["node"].RunAsync("keepalived", ["--config-test", "-f", file], Ct);
            return string.Join('\n', answer.Errors.Split('\n').Where(line => line.Contains("Line ", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("oslo-harbour")]
    [InlineData("oslo-ferry")]
    public async Task Haproxy_takes_its_configuration(string cluster)
    {
        var text = Read($"keepalived/{cluster}/haproxy.cfg");
        string[] nodes = ["CONTROL_PLANE_1=10.30.1.11", "CONTROL_PLANE_2=10.30.1.12", "CONTROL_PLANE_3=2001:db8:30::13"];
        Assert.Equal(0, await JudgeAsync("haproxy.cfg", text, file => ("env", [.. nodes, "haproxy", "-c", "-f", file])));
        Assert.NotEqual(0, await JudgeAsync("haproxy.cfg", text.Replace("mode tcp", "mode tpc", StringComparison.Ordinal), file => ("env", [.. nodes, "haproxy", "-c", "-f", file])));
    }

    [Fact]
    public async Task The_health_check_is_a_script() =>
        Assert.Equal(0, await JudgeAsync("check", Read("keepalived/oslo-ferry/check-api-server"), file => ("shellcheck", ["-s", "sh", file])));

    [Theory]
    [InlineData("control-planes/bgp-router/oslo-pilot-router-1")]
    [InlineData("dual-stack/bgp-router/madrid-bank-router-1")]
    [InlineData("dual-stack/bgp-router/madrid-bank-router-2")]
    public async Task FRR_and_BIRD_take_the_router_s_side(string router)
    {
        var frr = Cases(router + ".frr.conf");
        Assert.Equal(0, await JudgeAsync("frr.conf", frr, file => ("vtysh", ["-C", "-f", file])));
        Assert.NotEqual(0, await JudgeAsync("frr.conf", frr.Replace(" peer-group\n", " peer-grup\n", StringComparison.Ordinal), file => ("vtysh", ["-C", "-f", file])));
        var bird = Cases(router + ".bird.conf");
        Assert.Equal(0, await JudgeAsync("bird.conf", bird, file => ("bird", ["-p", "-c", file])));
        Assert.NotEqual(0, await JudgeAsync("bird.conf", bird.Replace("export none", "export some", StringComparison.Ordinal), file => ("bird", ["-p", "-c", file])));
    }

    /// <summary>By Kubernetes' own types, which refuse a field that they don't know.</summary>
    [Theory]
    [InlineData("control-planes/kube-vip/oslo-pilot/kube-vip.yaml")]
    [InlineData("control-planes/kube-vip/oslo-pilot/kube-vip-first-node.yaml")]
    [InlineData("dual-stack/kube-vip/madrid-shop/kube-vip.yaml")]
    public void Kubernetes_takes_kube_vip_s_pod(string file)
    {
        var text = Cases(file);
        var pod = KubernetesYaml.Deserialize<V1Pod>(text, strict: true);
        var container = Assert.Single(pod.Spec.Containers);
        Assert.Equal(container.VolumeMounts.Select(mount => mount.Name), pod.Spec.Volumes.Select(volume => volume.Name));
        Assert.All(container.Env, variable => Assert.NotEqual(variable.Value is null, variable.ValueFrom?.FieldRef is null));
        Assert.Equal(container.Env.Count, container.Env.Select(variable => variable.Name).Distinct().Count());
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => KubernetesYaml.Deserialize<V1Pod>(text.Replace("mountPath", "mountpath", StringComparison.Ordinal), strict: true));
    }

    [Fact]
    public void Kubernetes_takes_the_cloud_provider_s_config_map()
    {
        var text = Cases("control-planes/kube-vip-cloud-provider/oslo-harbour-kube-vip-cloud-provider.yaml");
        Assert.Equal("10.30.3.1-10.30.3.30", KubernetesYaml.Deserialize<V1ConfigMap>(text, strict: true).Data["range-global"]);
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => KubernetesYaml.Deserialize<V1ConfigMap>(text.Replace("data:", "datum:", StringComparison.Ordinal), strict: true));
    }

    private static string Read(string file) => Cases("control-planes/" + file);

    private static string Cases(string file) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", file));

    private static async Task<int> JudgeAsync(string name, string text, Func<string, (string Program, string[] Arguments)> judge)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-rendered-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(file, text, Ct);
            var (program, arguments) = judge(file);
            return (await Shell.RunAsync(program, arguments, Ct)).ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
