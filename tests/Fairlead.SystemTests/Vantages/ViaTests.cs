using System.Text.Json.Nodes;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Ssh;
using Xunit;

namespace Fairlead.SystemTests.Vantages;

/// <summary><c>fairlead check --via</c> against a real sshd: the answers come back, and nothing stays.</summary>
public sealed class ViaTests
{
    private const string Far = ViaLab.Far;

    public ViaTests() => LabNetwork.Require();

    [Fact]
    public async Task Brings_the_answers_back_and_leaves_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new(), ct);
        var site = await lab["near"].WriteAsync("my site.yaml", ViaLab.Site, ct);
        var frames = Path.Combine(lab["near"].Folder, "frames.pcap");
        var answer = await ViaLab.CheckAsync(lab, [site, "--only", "path", "--format", "json", "--pcap", frames], ct);

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
        await using var lab = await ViaLab.StartAsync(new(), ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--only", "path", "--format", format, "--quiet", "--role", "physical-nodes"], ct);
        Assert.Contains(expected, OnOneLine(answer.Output), StringComparison.Ordinal);
        Assert.Contains("esxi-host", answer.Output, StringComparison.Ordinal);
        Assert.Equal("", answer.Errors);
    }

    [Theory]
    [InlineData("root")]
    [InlineData(SshServer.User, "--via-sudo")]
    public async Task Nothing_is_left_when_the_client_is_killed_in_the_middle(string user, params string[] options)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Sudoers = ViaLab.DebianSudoers }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var folder = SshServer.TemporaryFolderOf(lab["far"]);
        using var emptied = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.DirectoryName };
        var gone = new TaskCompletionSource();
        emptied.Deleted += (_, _) => gone.TrySetResult();
        emptied.EnableRaisingEvents = true;

        var own = Directory.CreateDirectory(Path.Combine(lab["near"].Folder, "tmp")).FullName;
        await using (var client = lab["near"].Start(LabNode.Fairlead, ["check", site, "--only", "path", "--via", ViaLab.FarAs(user), .. options], new Dictionary<string, string> { ["FAIRLEAD_SSH"] = SshServer.ClientOf(lab["far"]), ["TMPDIR"] = own }))
        {
            await client.WaitForAsync("About to send", ct);
            Assert.Single(Directory.EnumerateFileSystemEntries(folder));
            Assert.False(client.HasEnded);
        }

        await gone.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.DoesNotContain(Directory.EnumerateFiles(own), file => file.EndsWith(".tar", StringComparison.Ordinal));
        var left = await lab["far"].RunAsync("sh", ["-c", $"for p in $(ip netns pids {lab["far"].Namespace}); do tr '\\0' ' ' </proc/$p/cmdline; echo; done"], ct);
        Assert.DoesNotContain("./program/fairlead", left.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size=1m", "has no room for the program")]
    [InlineData("size=64m,noexec", "does not let programs run")]
    public async Task A_temporary_folder_that_does_not_do_is_named(string temporary, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Temporary = temporary }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet"], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(expected, answer.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_becomes_root_there_sends_raw_packets_and_leaves_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Sudoers = ViaLab.DebianSudoers }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var plain = await ViaLab.CheckAsync(lab, [site, "--quiet", "--only", "arp"], ct, user: SshServer.User);
        Assert.Equal(4, plain.ExitCode);
        Assert.Contains("add --via-sudo (needs sudo without a password on 10.77.0.2)", OnOneLine(plain.Output), StringComparison.Ordinal);

        var taken = await lab["near"].WriteAsync("taken.yaml", ViaLab.Site.Replace("10.77.0.20", "10.77.0.9", StringComparison.Ordinal), ct);
        var asRoot = await ViaLab.CheckAsync(lab, [taken, "--quiet", "--only", "arp", "--via-sudo"], ct, user: SshServer.User);
        Assert.Equal((1, ""), (asRoot.ExitCode, asRoot.Errors));
        Assert.Contains(await lab["near"].MacOfAsync("eth0", ct), asRoot.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    /// <summary>sudo forgets the session's TMPDIR; this one has too little room, which only somebody who uses it meets.</summary>
    [Fact]
    public async Task The_temporary_folder_of_the_session_is_used_through_sudo_too()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Sudoers = ViaLab.DebianSudoers, Temporary = "size=1m" }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet", "--via-sudo"], ct, user: SshServer.User);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("has no room for the program", answer.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ops ALL=(ALL) ALL")]
    [InlineData("ops ALL=(ALL) NOPASSWD: /bin/true")]
    [InlineData("ops ALL=(nobody) NOPASSWD: ALL")]
    [InlineData("Defaults requiretty\nops ALL=(ALL) NOPASSWD: ALL")]
    public async Task A_sudo_that_does_not_let_it_run_is_named(string sudoers)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Sudoers = sudoers }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet", "--via-sudo"], ct, user: SshServer.User);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.StartsWith("fairlead: sudo on 10.77.0.2 does not run a shell without asking (sudo: ", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    [Fact]
    public async Task Another_kind_of_machine_is_refused_before_anything_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        var programs = new Dictionary<string, string>
        {
            ["uname"] = "#!/bin/sh\ncase $1 in -s) echo Linux ;; *) echo ppc64le ;; esac\n",
            ["mktemp"] = "#!/bin/sh\necho asked >\"$TMPDIR/asked\"\nexit 1\n",
        };
        await using var lab = await ViaLab.StartAsync(new() { ProgramsFirst = programs }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet"], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.StartsWith("fairlead: 10.77.0.2 is Linux ppc64le, and this fairlead is built for Linux ", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    [Fact]
    public async Task A_machine_without_the_C_library_is_refused_before_anything_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { HasBusyBoxAlone = true }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet"], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.StartsWith("fairlead: 10.77.0.2 has no /lib", answer.Errors, StringComparison.Ordinal);
        Assert.Single(answer.Errors.TrimEnd().Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(lab["far"].Folder, "root", "tmp")));
    }

    [Theory]
    [InlineData("ssh://root@10.77.0.2:2222", "/dev/null", "key", "is not known here: connect once by hand (ssh -p 2222 root@10.77.0.2)")]
    [InlineData("ssh://root@10.77.0.2:2222", null, "stranger", "lets nobody in with the keys at hand")]
    [InlineData("ssh://root@10.77.0.2:2223", null, "key", "refuses connections at port 2223")]
    [InlineData("ssh://root@10.77.0.77:2222", null, "key", "can't be reached")]
    public async Task A_way_that_is_shut_is_named_with_its_mend(string via, string? knownHosts, string key, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new(), ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await lab["near"].RunAsync("env", [$"FAIRLEAD_SSH={SshServer.ClientOf(lab["far"], knownHosts, key)}", LabNode.Fairlead, "check", site, "--quiet", "--via", via], ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(expected, answer.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
    }

    [Fact]
    public async Task Arguments_that_only_the_other_machine_can_judge_are_judged_there()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new(), ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        var answer = await ViaLab.CheckAsync(lab, [site, "--quiet", "--interface", "eth9"], ct);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("10.77.0.2: fairlead: there is no interface 'eth9'", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ssh_it_says_what_to_install()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new(), ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
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
        var site = await lab["far"].WriteAsync("site.yaml", ViaLab.Site, ct);
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
}
