using System.Text.Json.Nodes;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Ssh;
using Xunit;

namespace Fairlead.SystemTests.Vantages;

/// <summary><c>fairlead check --via</c> against a real sshd: the answers come back, and nothing stays.</summary>
public sealed class ViaTests
{
    /// <summary>The time server drops large packets and time requests, so a check takes many seconds.</summary>
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lab
        profile: kubernetes-vsphere
        infrastructure:
          vcenter: {host: vcenter.lab, address: 10.77.0.3}
          ntpServers: [10.77.0.3]
        segments:
          - {name: lan, prefix: 10.77.0.0/24, addressing: static, pool: 10.77.0.100-10.77.0.199}
        clusters:
          - {name: shop, segment: lan, controlPlane: {ip: 10.77.0.20}}
        """;

    private const string Slow = "table inet lab { chain input { type filter hook input priority 0; meta length > 1000 drop; udp dport 123 drop; }; }";

    private const string Far = "ssh://root@10.77.0.2:2222";

    public ViaTests() => LabNetwork.Require();

    [Fact]
    public async Task Brings_the_answers_back_and_leaves_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("my site.yaml", Site, ct);
        var frames = Path.Combine(lab["near"].Folder, "frames.pcap");
        var answer = await CheckAsync(lab, [site, "--only", "path", "--format", "json", "--pcap", frames], ct);

        Assert.True(answer.ExitCode == 1, answer.Errors);
        var report = JsonNode.Parse(answer.Output)!;
        var vantage = report["vantage"]!;
        Assert.Equal((Far, "lab/lan", "eth0", await lab["far"].MacOfAsync("eth0", ct)), ((string?)vantage["via"], (string?)vantage["segment"], (string?)vantage["interface"], (string?)vantage["mac"]));
        Assert.Contains("10.77.0.2", vantage["addresses"]!.AsArray().Select(address => (string?)address));
        var port = report["checks"]!.AsArray().Single(check => (string?)check!["id"] == "path.port" && (string?)check["target"] == "10.77.0.3:443")!;
        Assert.Equal(("lab/infrastructure/vcenter/address", "failed", "tcp-refused"), ((string?)port["subject"], (string?)port["outcome"], (string?)port["reason"]));
        Assert.Equal((site, 6), ((string?)port["location"]!["file"], (int)port["location"]!["line"]!));
        Assert.Equal([0xD4, 0xC3, 0xB2, 0xA1], (await File.ReadAllBytesAsync(frames, ct))[..4]);
        Assert.Contains("10.77.0.2: About to send", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    [Theory]
    [InlineData("text", "via ssh://root@10.77.0.2:2222")]
    [InlineData("html", "<dd>ssh://root@10.77.0.2:2222</dd>")]
    public async Task Shows_them_in_the_format_asked_for(string format, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var answer = await CheckAsync(lab, [site, "--only", "path", "--format", format, "--quiet", "--role", "physical-nodes"], ct);
        Assert.Contains(expected, OnOneLine(answer.Output), StringComparison.Ordinal);
        Assert.Contains("esxi-host", answer.Output, StringComparison.Ordinal);
        Assert.Equal("", answer.Errors);
    }

    [Fact]
    public async Task Nothing_is_left_when_the_client_is_killed_in_the_middle()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var folder = SshServer.TemporaryFolderOf(lab["far"]);
        using var emptied = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.DirectoryName };
        var gone = new TaskCompletionSource();
        emptied.Deleted += (_, _) => gone.TrySetResult();
        emptied.EnableRaisingEvents = true;

        await using (var client = lab["near"].Start(LabNode.Fairlead, ["check", site, "--only", "path", "--via", Far], new Dictionary<string, string> { ["FAIRLEAD_SSH"] = SshServer.ClientOf(lab["far"]) }))
        {
            await client.WaitForAsync("About to send", ct);
            Assert.Single(Directory.EnumerateFileSystemEntries(folder));
            Assert.False(client.HasEnded);
        }

        await gone.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        var left = await lab["far"].RunAsync("sh", ["-c", $"for p in $(ip netns pids {lab["far"].Namespace}); do tr '\\0' ' ' </proc/$p/cmdline; echo; done"], ct);
        Assert.DoesNotContain("./program/fairlead", left.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size=1m", "has no room for the program")]
    [InlineData("size=64m,noexec", "does not let programs run")]
    public async Task A_temporary_folder_that_does_not_do_is_named(string temporary, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var answer = await CheckAsync(lab, [site, "--quiet"], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(expected, answer.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://root@10.77.0.2:2222", "/dev/null", "key", "is not known here: connect once by hand (ssh -p 2222 root@10.77.0.2)")]
    [InlineData("ssh://root@10.77.0.2:2222", null, "stranger", "lets nobody in with the keys at hand")]
    [InlineData("ssh://root@10.77.0.2:2223", null, "key", "refuses connections at port 2223")]
    [InlineData("ssh://root@10.77.0.77:2222", null, "key", "can't be reached")]
    public async Task A_way_that_is_shut_is_named_with_its_mend(string via, string? knownHosts, string key, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var answer = await lab["near"].RunAsync("env", [$"FAIRLEAD_SSH={SshServer.ClientOf(lab["far"], knownHosts, key)}", LabNode.Fairlead, "check", site, "--quiet", "--via", via], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(expected, answer.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    [Fact]
    public async Task Arguments_that_only_the_other_machine_can_judge_are_judged_there()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var answer = await CheckAsync(lab, [site, "--quiet", "--interface", "eth9"], ct);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("10.77.0.2: fairlead: there is no interface 'eth9'", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ssh_it_says_what_to_install()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(temporary: null, ct);
        var site = await lab["near"].WriteAsync("site.yaml", Site, ct);
        var answer = await lab["near"].RunAsync("env", ["-u", "FAIRLEAD_SSH", "PATH=/nonexistent", LabNode.Fairlead, "check", site, "--quiet", "--via", Far], ct);
        Assert.Equal((3, "fairlead: there is no ssh here: install OpenSSH's client, or name another one in FAIRLEAD_SSH."), (answer.ExitCode, answer.LastErrorLine));
    }

    /// <summary>The login shell that reads the command first may be any; and what it gets may end before its end.</summary>
    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Any_login_shell_will_do_and_a_bundle_that_is_cut_off_leaves_nothing(string shell)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("far", node => node.On("lan", "10.77.0.2/24")), ct);
        var site = await lab["far"].WriteAsync("site.yaml", Site, ct);
        var folder = Directory.CreateDirectory(Path.Combine(lab["far"].Folder, "tmp")).FullName;
        // An ssh that goes nowhere: it gives the command, its last word, to the shell as sshd would.
        var ssh = await lab["far"].WriteAsync("ssh", "for word; do :; done; eval \"$THROUGH\" | TMPDIR=$FOLDER $LOGIN -c \"$word\"", ct);

        var whole = await RunAsync("cat");
        Assert.True(whole.ExitCode == 1, whole.Errors);
        Assert.Contains("via ssh://there", OnOneLine(whole.Output), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));

        var cut = await RunAsync("head -c 50000");
        Assert.Equal((3, ""), (cut.ExitCode, cut.Output));
        Assert.Contains("there could not unpack what was sent", cut.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));

        Task<Answer> RunAsync(string through) =>
            lab["far"].RunAsync("env", [$"FAIRLEAD_SSH=sh {ssh}", $"THROUGH={through}", $"FOLDER={folder}", $"LOGIN={shell}", LabNode.Fairlead, "check", site, "--quiet", "--via", "ssh://there"], ct);
    }

    /// <summary>Text breaks lines where they end.</summary>
    private static string OnOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<LabNetwork> StartAsync(string? temporary, CancellationToken ct) => LabNetwork.StartAsync(
        plan => plan
            .Segment("lan")
            .Node("near", node => node.On("lan", "10.77.0.9/24"))
            .Node("far", node => node.On("lan", "10.77.0.2/24").RunsSshServer(temporary))
            .Node("slow", node => node.On("lan", "10.77.0.3/24").Filter(Slow)),
        ct);

    private static Task<Answer> CheckAsync(LabNetwork lab, IEnumerable<string> arguments, CancellationToken ct) =>
        lab["near"].RunAsync("env", [$"FAIRLEAD_SSH={SshServer.ClientOf(lab["far"])}", LabNode.Fairlead, "check", .. arguments, "--via", Far], ct);
}
