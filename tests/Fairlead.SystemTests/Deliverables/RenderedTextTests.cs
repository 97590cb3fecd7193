using System.Text.Json.Nodes;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>What render wrote, judged by the tools that it is for; and a spoiled twin, so that they can say no.</summary>
public sealed class RenderedTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-rendered-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("kea-dhcp4", "kea/kea-dhcp4-subnets.json", "Dhcp4", "subnet4")]
    [InlineData("kea-dhcp6", "kea/kea-dhcp6-subnets.json", "Dhcp6", "subnet6")]
    public async Task Kea_takes_its_subnets(string program, string file, string server, string list)
    {
        var whole = $$"""{"{{server}}": {"interfaces-config": {"interfaces": []}, "lease-database": {"type": "memfile", "persist": false}, "{{list}}": [ {{Read(file)}} ] } }""";
        Assert.Equal(0, await JudgeAsync(program, ["-t"], whole));
        Assert.NotEqual(0, await JudgeAsync(program, ["-t"], whole.Replace(" - ", " to ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Dnsmasq_takes_its_ranges()
    {
        var text = Read("dnsmasq/dnsmasq-dhcp.conf");
        var good = await WriteAsync(text);
        Assert.Equal(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={good}"], Ct)).ExitCode);
        var bad = await WriteAsync(text.Replace("255.255.252.0", "255.0.255.0", StringComparison.Ordinal).Replace("dhcp-option=tag", "dhcp-options=tag", StringComparison.Ordinal));
        Assert.NotEqual(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={bad}"], Ct)).ExitCode);
    }

    private const string Validator = """
        import json, sys, yaml
        from jsonschema import Draft202012Validator
        task = json.load(sys.stdin)
        faults = []
        for text in task["texts"]:
            for item in yaml.safe_load_all(text):
                schema = task["schemas"].get(f"{item['apiVersion']}/{item['kind']}")
                if schema is None:
                    faults.append(f"no such resource: {item['apiVersion']} {item['kind']}")
                    continue
                faults += [f"{item['kind']}: {fault.json_path} {fault.message}" for fault in Draft202012Validator(schema).iter_errors(item)]
        print(json.dumps(faults))
        """;

    [Fact]
    public async Task MetalLB_takes_its_resources()
    {
        string[] files = ["metallb/madrid-shop-metallb.yaml", "metallb/madrid-bank-metallb.yaml"];
        Assert.Empty(await FaultsAsync([.. files.Select(Read)]));
        var spoiled = await FaultsAsync([.. files.Select(file => Read(file).Replace("peerASN", "peerAsn", StringComparison.Ordinal).Replace("avoidBuggyIPs: true", "avoidBuggyIPs: maybe", StringComparison.Ordinal))]);
        Assert.Contains(spoiled, fault => fault.Contains("peerAsn", StringComparison.Ordinal));
        Assert.Contains(spoiled, fault => fault.Contains("avoidBuggyIPs", StringComparison.Ordinal));
    }

    /// <summary>The objects of Cluster API as clusterctl and Flux fill them in, by the library that both use.</summary>
    [Theory]
    [InlineData("machines/capi/turku-sail")]
    [InlineData("machines/capi/turku-old")]
    [InlineData("control-planes/capi/oslo-pilot")]
    [InlineData("dual-stack/capi/madrid-shop")]
    [InlineData("egress/capi/bergen-quay")]
    public async Task Cluster_API_takes_its_objects(string folder)
    {
        var template = await FilledInAsync(ReadCase($"{folder}/cluster-template.yaml"));
        Assert.Empty(await FaultsAsync([template], "cluster-api"));
        // The tree is the same objects in parts, and its list names each part.
        var resources = ReadCase($"{folder}/gitops/kustomization.yaml").Split('\n').Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        Assert.Equal(ReadCase($"{folder}/cluster-template.yaml").Split("\n", 4)[3], string.Join("---\n", resources.Select(resource => ReadCase($"{folder}/gitops/{resource}"))));

        var spoiled = await FaultsAsync([template.Replace("networkName:", "network:", StringComparison.Ordinal).Replace("replicas: ", "replicas: many #", StringComparison.Ordinal).Replace("apiGroup: \"", "apiGroup: \"/", StringComparison.Ordinal)], "cluster-api");
        Assert.Contains(spoiled, fault => fault.Contains("networkName", StringComparison.Ordinal));
        Assert.Contains(spoiled, fault => fault.Contains("replicas", StringComparison.Ordinal));
        Assert.Contains(spoiled, fault => fault.Contains("apiGroup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_a_user_wrote_is_not_filled_in()
    {
        var filled = await FilledInAsync(ReadCase("machines/capi/turku-sail/cluster-template.yaml"));
        Assert.Contains("""
            networkName: "Turku ${net} \"a\""
            """, filled, StringComparison.Ordinal);
        Assert.Contains("thumbprint: \"VSPHERE_TLS_THUMBPRINT is filled in\"", filled, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", filled, StringComparison.Ordinal);
    }

    private const string Filler = """
        package main

        import (
        	"fmt"
        	"io"
        	"os"

        	"github.com/drone/envsubst"
        )

        func main() {
        	text, err := io.ReadAll(os.Stdin)
        	if err == nil {
        		var filled string
        		filled, err = envsubst.Eval(string(text), func(name string) string { return name + " is filled in" })
        		fmt.Print(filled)
        	}
        	if err != nil {
        		fmt.Fprintln(os.Stderr, err)
        		os.Exit(1)
        	}
        }
        """;

    private Task<string> FilledInAsync(string template) => GoProgram.RunAsync(Filler, _folder, template, Ct);

    private static async Task<List<string>> FaultsAsync(string[] texts, string schemasOf = "metallb")
    {
        var schemas = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Fairlead.SystemTests", "Deliverables", "Schemas", $"{schemasOf}.json"), Ct))!["schemas"]!;
        var task = new JsonObject { ["texts"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]), ["schemas"] = schemas.DeepClone() };
        var answer = (await Shell.RunAsync("python3", ["-c", Validator], Repository.Root, task.ToJsonString(), searchFirst: null, Ct)).OrThrow("the validator");
        return [.. JsonNode.Parse(answer.Output)!.AsArray().Select(fault => (string)fault!)];
    }

    private static string Read(string file) => ReadCase($"dual-stack/{file}");

    private static string ReadCase(string file) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", file));

    private async Task<int> JudgeAsync(string program, string[] arguments, string text) => (await Shell.RunAsync(program, [.. arguments, await WriteAsync(text)], Ct)).ExitCode;

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, text, Ct);
        return file;
    }
}
