using System.Text.Json.Nodes;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Vantages;

/// <summary><c>fairlead render vantage</c>: cloud-init takes it, and its script fetches, checks and reports. There is no vCenter here: a stand-in writes down what guestinfo gets.</summary>
public sealed class UserDataTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lab
        profile: kubernetes-vsphere
        infrastructure: {ntpServers: [10.77.0.3]}
        segments:
          - {name: lan, prefix: 10.77.0.0/24, addressing: static, pool: 10.77.0.100-10.77.0.199}
        clusters:
          - {name: shop, segment: lan, controlPlane: {ip: 10.77.0.20}}
        """;

    /// <summary>Does what cloud-init's module write_files does.</summary>
    private const string WriteFiles = """
        import base64, os, sys, yaml
        for file in yaml.safe_load(sys.stdin)["write_files"]:
            path = sys.argv[1] + file["path"]
            os.makedirs(os.path.dirname(path), exist_ok=True)
            content = file["content"].encode()
            open(path, "wb").write(base64.b64decode(content) if file.get("encoding") == "b64" else content)
            os.chmod(path, int(file["permissions"], 8))
        """;

    public UserDataTests() => LabNetwork.Require();

    [Fact]
    public async Task It_is_a_cloud_config_and_one_that_is_none_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var good = await RenderAsync(lab, [], ct);
        var judged = await lab["vm"].RunAsync("cloud-init", ["schema", "--config-file", await lab["vm"].WriteAsync("good.yaml", good, ct)], ct);
        Assert.True(judged.ExitCode == 0, judged.Errors + judged.Output);
        Assert.DoesNotContain("eprecat", judged.Errors + judged.Output, StringComparison.Ordinal);
        var bad = await lab["vm"].WriteAsync("bad.yaml", good.Replace("permissions:", "permission:", StringComparison.Ordinal), ct);
        Assert.NotEqual(0, (await lab["vm"].RunAsync("cloud-init", ["schema", "--config-file", bad], ct)).ExitCode);
    }

    [Fact]
    public async Task Its_script_is_one_that_shellcheck_likes()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        await UnpackAsync(lab, await RenderAsync(lab, [], ct), ct);
        var judged = await lab["vm"].RunAsync("shellcheck", [Script(lab)], ct);
        Assert.True(judged.ExitCode == 0, judged.Output);
    }

    [Fact]
    public async Task It_reports_on_the_console_and_to_vcenter()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var userData = await RenderAsync(lab, await ServeAsync(lab, ct), ct);
        await UnpackAsync(lab, userData, ct);
        var run = await RunScriptAsync(lab, ct);
        Assert.True(run.ExitCode == 0, run.Errors);

        // The two lines that the file itself gives for reading.
        var fromConsole = await ReadAsync(lab, userData, "serial:", "FILE", "console", ct);
        var fromGuestInfo = await ReadAsync(lab, userData, "guestinfo:", "govc vm.info -e VM", "cat guestinfo", ct);
        Assert.Equal(fromConsole, fromGuestInfo);
        var report = JsonNode.Parse(fromConsole)!;
        Assert.Equal(("lab/lan", "eth0"), ((string?)report["vantage"]!["segment"], (string?)report["vantage"]!["interface"]));
        Assert.Contains(report["checks"]!.AsArray(), check => (string?)check!["reason"] == "ntp-silent");

        var told = await File.ReadAllLinesAsync(Path.Combine(lab["vm"].Folder, "guestinfo"), ct);
        Assert.Equal("    guestinfo.fairlead.state: running", told[0]);
        Assert.Equal(["    guestinfo.fairlead.parts: 1", "    guestinfo.fairlead.exitcode: 1", "    guestinfo.fairlead.state: done"], told[^3..]);
    }

    [Fact]
    public async Task A_program_that_is_another_one_is_not_run()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var source = await ServeAsync(lab, ct);
        await UnpackAsync(lab, await RenderAsync(lab, [source[0], source[1], source[2], new string('0', 64)], ct), ct);
        var run = await RunScriptAsync(lab, ct);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the program is not the one with the SHA-256 0000", run.Errors, StringComparison.Ordinal);
        Assert.Contains("guestinfo.fairlead.state: failed: the program is not the one", await File.ReadAllTextAsync(Path.Combine(lab["vm"].Folder, "guestinfo"), ct), StringComparison.Ordinal);
        Assert.Contains("the program is not the one", await File.ReadAllTextAsync(Path.Combine(lab["vm"].Folder, "console"), ct), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(Script(lab))!, "report.json")));
    }

    private static Task<LabNetwork> StartAsync(CancellationToken ct) => LabNetwork.StartAsync(
        plan => plan
            .Segment("lan")
            .Node("vm", node => node.On("lan", "10.77.0.101/24"))
            .Node("web", node => node.On("lan", "10.77.0.3/24").Filter("table inet lab { chain input { type filter hook input priority 0; udp dport 123 drop; }; }")),
        ct);

    private static async Task<string> RenderAsync(LabNetwork lab, IEnumerable<string> options, CancellationToken ct)
    {
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        return (await lab["vm"].FairleadAsync(["render", "vantage", site, "--segment", "lan", .. options], ct)).OrThrow("render vantage").Output;
    }

    /// <summary>The build under test is a folder; what is fetched is one file that starts it.</summary>
    private static async Task<string[]> ServeAsync(LabNetwork lab, CancellationToken ct)
    {
        var program = await lab["web"].WriteAsync("fairlead", $"#!/bin/sh\nexec {LabNode.Fairlead} \"$@\"\n", ct);
        var sum = (await lab["web"].RunAsync("sha256sum", [program], ct)).OrThrow("sha256sum").Output.Split(' ')[0];
        await lab["web"].Start("python3", ["-u", "-m", "http.server", "8000", "--bind", "10.77.0.3"]).WaitForAsync("Serving HTTP", ct);
        return ["--program-url", "http://10.77.0.3:8000/fairlead", "--program-sha256", sum];
    }

    private static async Task UnpackAsync(LabNetwork lab, string userData, CancellationToken ct) =>
        (await lab["vm"].RunAsync("python3", ["-c", WriteFiles, Root(lab)], userData, ct)).OrThrow("python3");

    private static async Task<Answer> RunScriptAsync(LabNetwork lab, CancellationToken ct)
    {
        var tools = Directory.CreateDirectory(Path.Combine(lab["vm"].Folder, "tools")).FullName;
        var rpctool = Path.Combine(tools, "vmware-rpctool");
        // As 'govc vm.info -e' would show it afterwards.
        await File.WriteAllTextAsync(rpctool, $"#!/bin/sh\nset -- $1\nkey=$2\nshift 2\necho \"    $key: $*\" >>'{Path.Combine(lab["vm"].Folder, "guestinfo")}'\n", ct);
        File.SetUnixFileMode(rpctool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var console = await lab["vm"].WriteAsync("console", "", ct);
        return await lab["vm"].RunAsync("env", [$"FAIRLEAD_CONSOLE={console}", $"PATH={tools}:{Environment.GetEnvironmentVariable("PATH")}", Script(lab)], ct);
    }

    private static async Task<string> ReadAsync(LabNetwork lab, string userData, string label, string source, string file, CancellationToken ct)
    {
        var line = userData.Split('\n').Single(line => line.StartsWith($"#    {label}", StringComparison.Ordinal));
        var command = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace(source, file, StringComparison.Ordinal).Replace(" > report.json", "", StringComparison.Ordinal);
        return (await lab["vm"].RunAsync("sh", ["-c", command], ct)).OrThrow(command).Output;
    }

    private static string Root(LabNetwork lab) => Path.Combine(lab["vm"].Folder, "root");

    private static string Script(LabNetwork lab) => Path.Combine(Root(lab), "opt/fairlead/vantage");
}
