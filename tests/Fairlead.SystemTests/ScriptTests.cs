using Xunit;

namespace Fairlead.SystemTests;

/// <summary>The scripts of the repository: <c>./fairlead</c> with what it really builds, and both with stand-ins.</summary>
public sealed class ScriptTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "fairlead");
    private static readonly string Built = Path.Combine(Repository.Root, "artifacts", "cli", "fairlead");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fairlead_builds_once_and_leaves_the_working_tree_alone()
    {
        var before = await WorkingTreeAsync();
        var first = await Shell.RunAsync(Script, ["--help"], Ct);
        Assert.Equal((0, true), (first.ExitCode, File.Exists(Built)));

        var built = File.GetLastWriteTimeUtc(Built);
        var second = await Shell.RunAsync(Script, ["--help"], Ct);
        Assert.Equal((0, "", first.Output), (second.ExitCode, second.Errors, second.Output));
        Assert.Equal(built, File.GetLastWriteTimeUtc(Built));
        Assert.Equal(before, await WorkingTreeAsync());
    }

    [Fact]
    public async Task Fairlead_answers_as_the_program_itself()
    {
        await Shell.RunAsync(Script, ["--help"], Ct);
        foreach (string[] arguments in new string[][] { ["--version"], ["no-such-command", "a b", "", "*"] })
        {
            Assert.Equal(await Shell.RunAsync(Built, arguments, Ct), await Shell.RunAsync(Script, arguments, Ct));
        }

        Assert.NotEqual(0, (await Shell.RunAsync(Script, ["no-such-command"], Ct)).ExitCode);
    }

    [Fact]
    public async Task Fairlead_runs_through_a_link_and_from_another_folder()
    {
        var elsewhere = Directory.CreateTempSubdirectory("fairlead-link-");
        try
        {
            var expected = await Shell.RunAsync(Script, ["--help"], Ct);
            var link = Path.Combine(elsewhere.FullName, "another-name");
            File.CreateSymbolicLink(link, Script);
            var answer = await Shell.RunAsync(link, ["--help"], elsewhere.FullName, input: "", searchFirst: null, Ct);
            Assert.Equal(expected with { Errors = "" }, answer);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Arguments_input_and_exit_code_pass_untouched()
    {
        using var tree = new ScriptTree();
        tree.PretendBuilt();
        var answer = await tree.RunAsync("fairlead", ["plan", "a b", "", "*", "--x=\"y\"", "$HOME", "-n", "é\n"], "site: madrid\n", Ct);
        Assert.Equal(new Answer(42, "<plan>\n<a b>\n<>\n<*>\n<--x=\"y\">\n<$HOME>\n<-n>\n<é\n>\nsite: madrid\n", ""), answer);
    }

    [Theory]
    [InlineData("nothing", false)]
    [InlineData("a changed source", true)]
    [InlineData("a new source", true)]
    [InlineData("a deleted source", true)]
    [InlineData("a new package version", true)]
    [InlineData("a runtime that is gone", true)]
    public async Task Fairlead_builds_again_after(string change, bool builds)
    {
        using var tree = new ScriptTree();
        tree.Write("src/Some/Other.cs", "");
        tree.PretendBuilt();
        tree.Age();
        tree.WriteProgram("stubs/dotnet", """
            #!/bin/sh
            case $1 in
              --list-sdks) echo '10.0.100 [/x/sdk]' ;;
              --list-runtimes) echo 'Microsoft.NETCore.App 10.0.0 [/x/shared/Microsoft.NETCore.App]' ;;
              *) echo 'Some.cs(1,1): error CS0001: as asked [x]'; exit 1 ;;
            esac
            """);
        switch (change)
        {
            case "a changed source": tree.Write("src/Some/Some.cs", "class Some;"); break;
            case "a new source": tree.Write("src/Some/New.cs", ""); break;
            case "a deleted source": File.Delete(tree.PathTo("src/Some/Other.cs")); break;
            case "a new package version": tree.Write("Directory.Packages.props", "<Project />"); break;
            case "a runtime that is gone": Directory.Delete(tree.PathTo("dotnet"), recursive: true); break;
            default: break;
        }

        var answer = await tree.RunAsync("fairlead", [], "", Ct);
        Assert.Equal(builds ? 3 : 42, answer.ExitCode);
        Assert.Equal(builds, answer.Errors.Contains("Some.cs(1,1): error CS0001: as asked\n", StringComparison.Ordinal));
        Assert.True(File.Exists(tree.PathTo("artifacts/cli/fairlead")), "a failed build takes nothing away");
    }

    [Fact]
    public async Task Fairlead_without_an_sdk_says_where_to_get_it()
    {
        using var tree = new ScriptTree();
        tree.WriteProgram("stubs/dotnet", "#!/bin/sh\n[ \"$1\" = --list-sdks ] && echo '8.0.100 [/x]'\n");
        var answer = await tree.RunAsync("fairlead", ["plan"], "", Ct);
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("needs the .NET 10 SDK", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("passed='5' failed='0' skipped='2' errors='0'", 0, 0, "5 passed, 0 failed, 2 skipped")]
    [InlineData("passed='5' failed='1' skipped='0' errors='2'", 1, 1, "5 passed, 3 failed, 0 skipped")]
    [InlineData("passed='5' failed='0' skipped='0' errors='0'", 134, 1, "5 passed, 1 failed, 0 skipped")]
    [InlineData("passed='0' failed='0' skipped='0' errors='0'", 0, 1, "0 passed, 1 failed, 0 skipped")]
    [InlineData(null, 139, 1, "0 passed, 1 failed, 0 skipped")]
    [InlineData(null, 0, 1, "0 passed, 1 failed, 0 skipped")]
    public async Task Test_adds_up_what_its_suites_report(string? report, int suiteEnds, int exitCode, string lastLine)
    {
        using var tree = new ScriptTree();
        tree.WriteProgram("stubs/dotnet", "#!/bin/sh\nexit 0\n");
        tree.Write("tests/Fairlead.Tests/Fairlead.Tests.csproj", "xunit.v3.mtp-v2");
        tree.Write("tests/Fairlead.Tests/SomeTests.cs", "[Fact]");
        var write = report is null ? "" : $"printf '%s' \"<assemblies><assembly name='x' {report}><collection failed='9' />\" | tr \"'\" '\"' > \"$3\"";
        tree.WriteProgram("artifacts/bin/Fairlead.Tests/debug/Fairlead.Tests", $"#!/bin/sh\n{write}\nexit {suiteEnds}\n");
        var answer = await tree.RunAsync("test", ["--fast"], "", Ct);
        Assert.Equal((exitCode, lastLine), (answer.ExitCode, answer.LastLine));
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("build")]
    public async Task Test_counts_a_failed_step_as_a_failure(string step)
    {
        using var tree = new ScriptTree();
        tree.WriteProgram("stubs/dotnet", $"#!/bin/sh\n[ \"$1\" != {step} ]\n");
        var answer = await tree.RunAsync("test", ["--fast"], "", Ct);
        Assert.Equal((1, "0 passed, 1 failed, 0 skipped"), (answer.ExitCode, answer.LastLine));
    }

    [Fact]
    public async Task Scripts_pass_shellcheck()
    {
        Assert.SkipUnless(IsOnPath("shellcheck"), "shellcheck is not installed");
        var answer = await Shell.RunAsync("shellcheck", ["fairlead", "test", "publish", "lab", ".ci/run"], Ct);
        Assert.Equal(new Answer(0, "", ""), answer);
    }

    private static async Task<string> WorkingTreeAsync()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(Repository.Root, ".git")) && IsOnPath("git"), "this is no git checkout, or git is not installed");
        var answer = await Shell.RunAsync("git", ["-c", $"safe.directory={Repository.Root}", "status", "--porcelain"], Ct);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Errors));
        return answer.Output;
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
