using System.Diagnostics;
using Xunit;

namespace Fairlead.SystemTests;

/// <summary><c>./publish</c>: the single file runs away from the sources, and the Debian package holds what it should.</summary>
public sealed class PublishTests
{
    private const string Version = "0.1.0";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);
    private static readonly string Program = Repository.PathOf("artifacts", "publish", "linux-x64", "fairlead");
    private static readonly string Package = Repository.PathOf("artifacts", "publish", $"fairlead_{Version}_amd64.deb");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <remarks>One test, because building takes minutes.</remarks>
    [Fact]
    public async Task The_single_file_runs_elsewhere_and_its_package_is_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "this builds and runs linux-x64");
        Assert.SkipUnless(IsOnPath("dpkg-deb"), "dpkg-deb is not installed");
        var elsewhere = Directory.CreateTempSubdirectory("fairlead-publish-");
        try
        {
            var published = await RunAsync(Repository.PathOf("publish"), ["linux-x64"], Repository.Root, home: null);
            Assert.True(published.ExitCode == 0, published.Output + published.Errors);
            Assert.Contains("artifacts/publish/linux-x64/fairlead", published.Output, StringComparison.Ordinal);

            var plan = await RunAsync(Program, ["plan", Repository.PathOf("examples", "contoso"), "--as-of", "2026-09-01"], elsewhere.FullName, elsewhere.FullName);
            Assert.Equal((0, ""), (plan.ExitCode, plan.Errors));
            Assert.Empty(elsewhere.GetFileSystemInfos());

            await CompletesAsync(elsewhere.FullName);
            await ManualIsWellFormedAsync(elsewhere.FullName);
            await PackageIsWholeAsync();
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_unknown_platform_is_refused_with_the_known_ones()
    {
        var answer = await RunAsync(Repository.PathOf("publish"), ["solaris-sparc"], Repository.Root, home: null);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("linux-x64 linux-arm64 win-x64 osx-arm64", answer.Errors, StringComparison.Ordinal);
    }

    private static async Task CompletesAsync(string folder)
    {
        foreach (var (line, word, expected) in new[] { ("fairlead pla", "pla", "plan"), ("fairlead plan --form", "--form", "--format"), ("fairlead plan ", "", ""), ("fairlead plan -q ", "", ""), ("fairlead explain FL2003", "FL2003", "FL2003") })
        {
            var script = $$"""
                source <('{{Program}}' completion bash)
                COMP_LINE='{{line}}' COMP_POINT=${#COMP_LINE}
                COMP_WORDS=('{{Program}}' '{{word}}') COMP_CWORD=1
                COMP_LINE="{{Program}}${COMP_LINE#fairlead}" COMP_POINT=${#COMP_LINE}
                _fairlead
                printf '%s\n' "${COMPREPLY[*]}"
                """;
            var answer = await RunAsync("bash", ["-c", script], folder, folder);
            Assert.Equal((line, expected + "\n", ""), (line, answer.Output, answer.Errors));
        }
    }

    private static async Task ManualIsWellFormedAsync(string folder)
    {
        var manual = await RunAsync(Program, ["man"], folder, folder);
        Assert.Equal((0, ""), (manual.ExitCode, manual.Errors));
        Assert.Contains(".SH EXIT STATUS\n", manual.Output, StringComparison.Ordinal);
        if (!IsOnPath("groff"))
            return;
        var judged = await RunAsync("bash", ["-c", $"'{Program}' man | groff -man -ww -Tascii -z"], folder, folder);
        Assert.Equal(new Answer(0, "", ""), judged);
    }

    private static async Task PackageIsWholeAsync()
    {
        var content = await RunAsync("dpkg-deb", ["-c", Package], Repository.Root, home: null);
        string[] paths =
        [
            "usr/bin/fairlead", "usr/share/man/man1/fairlead.1.gz", "usr/share/bash-completion/completions/fairlead",
            "usr/share/zsh/vendor-completions/_fairlead", "usr/share/fish/vendor_completions.d/fairlead.fish", "usr/share/doc/fairlead/copyright",
        ];
        var lines = content.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(paths, path => Assert.Contains(lines, line => line.EndsWith($" ./{path}", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Contains(" root/root ", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("-rwxr-xr-x", StringComparison.Ordinal) && line.EndsWith("/usr/bin/fairlead", StringComparison.Ordinal));

        var fields = await RunAsync("dpkg-deb", ["-f", Package, "Package", "Version", "Architecture", "Installed-Size"], Repository.Root, home: null);
        Assert.StartsWith($"Package: fairlead\nVersion: {Version}\nArchitecture: amd64\nInstalled-Size: ", fields.Output, StringComparison.Ordinal);
    }

    private static async Task<Answer> RunAsync(string program, IEnumerable<string> arguments, string folder, string? home)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null)
            start.Environment["HOME"] = home;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limited.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limited.Token);
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            await process.WaitForExitAsync(limited.Token);
            return new Answer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
