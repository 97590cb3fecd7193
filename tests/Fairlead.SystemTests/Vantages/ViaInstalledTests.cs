using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Ssh;
using Xunit;

namespace Fairlead.SystemTests.Vantages;

/// <summary><c>fairlead check --via</c> with what people run: the many files that <c>./fairlead</c> builds, and the single one of <c>./publish</c>.</summary>
[Collection(nameof(PublishedProgram))]
public sealed class ViaInstalledTests
{
    private readonly PublishedProgram _published;

    public ViaInstalledTests(PublishedProgram published)
    {
        LabNetwork.Require();
        _published = published;
    }

    [Fact]
    public async Task What_the_script_builds_runs_there_without_a_trace()
    {
        (await PublishedProgram.BuildAsync(Repository.PathOf("fairlead"), "--version")).OrThrow("./fairlead");
        await RunsThereWithoutATraceAsync(Repository.PathOf("artifacts", "cli", "fairlead"));
    }

    [Fact]
    public async Task The_single_file_runs_there_without_a_trace()
    {
        _published.SkipUnlessBuilt();
        await RunsThereWithoutATraceAsync(PublishedProgram.File);
    }

    /// <summary>As a user whose home is a folder of its own, so that it is seen when something is left there.</summary>
    private static async Task RunsThereWithoutATraceAsync(string program)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ViaLab.StartAsync(new() { Sudoers = ViaLab.DebianSudoers }, ct);
        var site = await lab["near"].WriteAsync("site.yaml", ViaLab.Site, ct);
        foreach (var (options, reason) in ((string[], string)[])[([], "skipped (needs-cap-net-raw)"), (["--via-sudo"], "unknown (no-control)")])
        {
            var answer = await ViaLab.CheckAsync(lab, [site, "--only", "arp", .. options], ct, user: SshServer.User, program: program);
            Assert.Contains(reason, answer.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("does not bring its own .NET", answer.Errors, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.TemporaryFolderOf(lab["far"])));
            Assert.Empty(Directory.EnumerateFileSystemEntries(SshServer.HomeOf(lab["far"])));
        }
    }
}
