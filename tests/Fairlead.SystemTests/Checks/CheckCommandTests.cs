using System.Text.Json.Nodes;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Checks;

/// <summary>The contract of <c>fairlead check</c> that is no family's own: exit codes, bad arguments, missing rights.</summary>
public sealed class CheckCommandTests
{
    /// <summary>Nothing of it needs more than this segment; what is asked of it without raw packets passes.</summary>
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lab
        profile: kubernetes-vsphere
        segments:
          - {name: lan, prefix: 10.77.0.0/24, addressing: static, pool: 10.77.0.100-10.77.0.199}
        clusters:
          - {name: shop, segment: lan, controlPlane: {ip: 10.77.0.20}}
        """;

    private static readonly string[] Nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];

    public CheckCommandTests() => LabNetwork.Require();

    [Theory]
    [InlineData("--segment", "lann", "there is no segment 'lann'; did you mean lan?")]
    [InlineData("--cluster", "shopp", "there is no cluster 'shopp'; did you mean shop?")]
    [InlineData("--interface", "eth7", "there is no interface 'eth7' with an Ethernet address here (eth0, eth1).")]
    [InlineData("--interface", "eth1", "the interface 'eth1' is down or has no carrier; bring it up first.")]
    public async Task An_argument_that_names_nothing_is_refused_before_anything_is_sent(string option, string value, string expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        await lab["vm"].RunAsync("ip", ["link", "set", "eth1", "down"], ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        var answer = await lab["vm"].FairleadAsync(["check", site, option, value], ct);
        Assert.Equal((2, "", $"fairlead: {expected}\n"), (answer.ExitCode, answer.Output, answer.Errors));
    }

    [Theory]
    [InlineData("--format", "yaml")]
    [InlineData("--only", "arpp")]
    [InlineData("--role", "printer")]
    [InlineData("--rate", "0")]
    public async Task A_word_that_is_none_is_refused_with_those_that_are(string option, string value)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        var answer = await lab["vm"].FairleadAsync(["check", site, option, value], ct);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("Try 'fairlead check --help'", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_that_can_not_be_written_sends_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        var answer = await lab["vm"].FairleadAsync(["check", site, "--pcap", "missing/frames.pcap"], ct);
        Assert.Equal((3, "", "fairlead: missing/frames.pcap can't be written; nothing was sent.\n"), (answer.ExitCode, answer.Output, answer.Errors));
    }

    [Fact]
    public async Task A_capture_that_finds_the_disk_full_costs_no_answer()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        var without = await lab["vm"].FairleadAsync(["check", site, "--only", "arp", "--quiet"], ct);
        var answer = await lab["vm"].FairleadAsync(["check", site, "--only", "arp", "--quiet", "--pcap", "/dev/full"], ct);
        Assert.Equal((3, without.Output), (answer.ExitCode, answer.Output));
        Assert.StartsWith("fairlead: /dev/full does not hold every frame: ", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_what_was_there_stays()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        Directory.CreateDirectory(Path.Combine(lab["vm"].Folder, "full"));
        // The mount is that of 'ip netns exec' alone, and gone with it.
        var answer = await lab["vm"].RunAsync("sh", ["-c", "mount -t tmpfs -o size=4k none full && echo before >full/report.html && \"$0\" check \"$1\" --only path --quiet --format html --output full/report.html; echo $?; cat full/report.html; ls -A full", LabNode.Fairlead, site], ct);
        Assert.Equal("3\nbefore\nreport.html\n", answer.Output);
        Assert.Contains("fairlead: full/report.html can't be written", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_rights_it_is_never_green_and_says_what_to_type()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(ct);
        var program = await CopyAsync(lab, ct);
        var site = await lab["vm"].WriteAsync("site.yaml", Site, ct);
        var answer = await AsNobodyAsync(["--format", "json"]);
        Assert.True(answer.ExitCode == 4, answer.Errors + answer.Output);
        var report = JsonNode.Parse(answer.Output)!;
        Assert.False((bool)report["vantage"]!["canSendRaw"]!);
        var skipped = report["checks"]!.AsArray().Where(check => (string?)check!["reason"] == "needs-cap-net-raw").ToList();
        Assert.NotEmpty(skipped);
        Assert.All(skipped, check => Assert.Equal($"allow it for good: sudo setcap cap_net_raw+ep {program}; or once: sudo {program} check {site} --only arp,path --format json", (string?)check!["hint"]));
        Assert.All(skipped, check => Assert.Equal("skipped", (string?)check!["outcome"]));

        var text = await AsNobodyAsync(["--quiet"]);
        Assert.Contains("! Without CAP_NET_RAW ", text.Output, StringComparison.Ordinal);
        Assert.Contains($"sudo setcap cap_net_raw+ep {program};", string.Join(' ', text.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(0, (await AsNobodyAsync(["--quiet", "--allow-unknown"])).ExitCode);

        // And the line that it says is the one that helps.
        (await lab["vm"].RunAsync("setcap", ["cap_net_raw+ep", program], ct)).OrThrow("setcap");
        var allowed = await lab["vm"].RunAsync("setpriv", [.. Nobody[..3], program, "check", site, "--only", "arp", "--format", "json"], ct);
        Assert.True((bool)JsonNode.Parse(allowed.Output)!["vantage"]!["canSendRaw"]!, allowed.Errors);
        Assert.DoesNotContain("needs-cap-net-raw", allowed.Output, StringComparison.Ordinal);

        Task<Answer> AsNobodyAsync(string[] options) => lab["vm"].RunAsync("setpriv", [.. Nobody, program, "check", site, "--only", "arp,path", .. options], ct);
    }

    private static Task<LabNetwork> StartAsync(CancellationToken ct) =>
        LabNetwork.StartAsync(plan => plan.Segment("lan").Segment("other").Node("vm", node => node.On("lan", "10.77.0.101/24").On("other")), ct);

    /// <summary>Where the user nobody may run it, and a capability can be given without touching the build.</summary>
    private static async Task<string> CopyAsync(LabNetwork lab, CancellationToken ct)
    {
        var folder = Path.Combine(lab["vm"].Folder, "program");
        (await lab["vm"].RunAsync("cp", ["-r", Path.GetDirectoryName(LabNode.Fairlead)!, folder], ct)).OrThrow("cp");
        (await lab["vm"].RunAsync("chmod", ["-R", "a+rX", folder], ct)).OrThrow("chmod");
        return Path.Combine(folder, "fairlead");
    }
}
