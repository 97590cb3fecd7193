using Xunit;

namespace Fairlead.SystemTests;

/// <summary><c>./publish</c>: the single file runs away from the sources, and the Debian package holds what it should.</summary>
[Collection(nameof(PublishedProgram))]
public sealed class PublishTests(PublishedProgram published)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_single_file_runs_elsewhere()
    {
        published.SkipUnlessBuilt();
        Assert.Contains("artifacts/publish/linux-x64/fairlead\n", published.Said, StringComparison.Ordinal);
        Assert.Equal([PublishedProgram.File], Directory.GetFiles(PublishedProgram.Folder));

        var plan = await published.RunAsync(PublishedProgram.File, "plan", Repository.PathOf("examples", "contoso"), "--as-of", "2026-09-01");
        Assert.Equal((0, ""), (plan.ExitCode, plan.Errors));
        Assert.Empty(Directory.GetFileSystemEntries(published.Elsewhere));
    }

    [Fact]
    public async Task An_unknown_platform_is_refused_with_the_known_ones()
    {
        var answer = await Shell.RunAsync(Repository.PathOf("publish"), ["solaris-sparc"], Ct);
        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("linux-x64 linux-arm64 win-x64 osx-arm64", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manual_is_well_formed()
    {
        published.SkipUnlessBuilt();
        var manual = await published.RunAsync(PublishedProgram.File, "man");
        Assert.Equal((0, ""), (manual.ExitCode, manual.Errors));
        Assert.Contains(".SH EXIT STATUS\n", manual.Output, StringComparison.Ordinal);
        Assert.SkipUnless(PublishedProgram.IsOnPath("groff"), "groff is not installed");
        var judged = await published.RunAsync("bash", "-c", $"'{PublishedProgram.File}' man | groff -man -ww -Tascii -z");
        Assert.Equal(new Answer(0, "", ""), judged);
    }

    [Fact]
    public async Task The_package_is_whole()
    {
        published.SkipUnlessBuilt();
        var content = await published.RunAsync("dpkg-deb", "-c", PublishedProgram.Package);
        string[] paths =
        [
            "usr/bin/fairlead", "usr/share/man/man1/fairlead.1.gz", "usr/share/bash-completion/completions/fairlead",
            "usr/share/zsh/vendor-completions/_fairlead", "usr/share/fish/vendor_completions.d/fairlead.fish", "usr/share/doc/fairlead/copyright",
            "usr/share/doc/fairlead/changelog.gz",
        ];
        var lines = content.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(paths, path => Assert.Contains(lines, line => line.EndsWith($" ./{path}", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Contains(" root/root ", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("-rwxr-xr-x", StringComparison.Ordinal) && line.EndsWith("/usr/bin/fairlead", StringComparison.Ordinal));

        var fields = await published.RunAsync("dpkg-deb", "-f", PublishedProgram.Package, "Package", "Version", "Architecture", "Installed-Size");
        Assert.StartsWith($"Package: fairlead\nVersion: {PublishedProgram.Version}\nArchitecture: amd64\nInstalled-Size: ", fields.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_installs_and_leaves_nothing_behind()
    {
        published.SkipUnlessBuilt();
        Assert.SkipUnless(Environment.UserName == "root", "only root installs packages");
        var before = await published.RunAsync("dpkg-query", "-W", "-f=${db:Status-Status}", "fairlead");
        Assert.SkipWhen(before.Output.Length > 0, "a fairlead is installed here already");
        List<string> files = [];
        try
        {
            var installed = await published.RunAsync("dpkg", "-i", PublishedProgram.Package);
            Assert.True(installed.ExitCode == 0, installed.Errors);
            files = [.. (await published.RunAsync("dpkg-query", "-L", "fairlead")).Output.Split('\n').Where(File.Exists)];
            Assert.Equal(8, files.Count);
            Assert.All(files, file => Assert.Contains("fairlead", Path.GetFileName(file) + Path.GetDirectoryName(file), StringComparison.Ordinal));

            var version = await published.RunAsync("/usr/bin/fairlead", "--version");
            Assert.StartsWith($"{PublishedProgram.Version}+", version.Output, StringComparison.Ordinal);
            if (PublishedProgram.IsOnPath("man"))
                Assert.Contains("fairlead plan", (await published.RunAsync("man", "fairlead")).Output, StringComparison.Ordinal);
            Assert.Equal(new Answer(0, "", ""), await published.RunAsync("dpkg", "-V", "fairlead"));
        }
        finally
        {
            await published.RunAsync("dpkg", "-P", "fairlead");
        }

        Assert.All(files, file => Assert.False(File.Exists(file), file));
        Assert.False(Directory.Exists("/usr/share/doc/fairlead"));
    }

    [Fact]
    public async Task The_package_satisfies_lintian()
    {
        published.SkipUnlessBuilt();
        Assert.SkipUnless(PublishedProgram.IsOnPath("lintian"), "lintian is not installed");
        var judged = await published.RunAsync("lintian", "--allow-root", "--fail-on", "error,warning", PublishedProgram.Package);
        Assert.Equal((0, ""), (judged.ExitCode, judged.Output));
    }
}
