using Fairlead.Cli.Checks;
using Fairlead.Core.Reports.Checks;
using Xunit;

namespace Fairlead.Tests.Vantages;

public sealed class InstallationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_single_file_is_all_there_is()
    {
        var program = File("bin/fairlead");
        var found = Installation.Of(program, Path.GetDirectoryName(program)!);
        Assert.Equal((program, null, true), (found.Program, found.Folder, found.BringsRuntime));
        Assert.Equal($"allow it for good: sudo setcap cap_net_raw+ep {program}; or once: sudo {program} check 'my site.yaml'", RawPermissionHint.Of(found, ["check", "my site.yaml"]));
    }

    [Fact]
    public void The_build_of_the_script_is_found_behind_its_link()
    {
        var program = File("artifacts/cli-builds/abc/fairlead");
        File("artifacts/cli-builds/abc/fairlead.dll");
        File("artifacts/cli-builds/abc/libcoreclr.so");
        var link = _folder.PathOf("artifacts/cli");
        Directory.CreateSymbolicLink(link, "cli-builds/abc");
        var found = Installation.Of(Path.Combine(link, "fairlead"), link + "/");
        Assert.Equal((program, Path.GetDirectoryName(program), true), (found.Program, found.Folder, found.BringsRuntime));
        Assert.Contains($"setcap cap_net_raw+ep {program} (until ./fairlead is built anew)", RawPermissionHint.Of(found, ["check"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_without_a_runtime_says_so()
    {
        var program = File("debug/fairlead");
        File("debug/fairlead.dll");
        Assert.False(Installation.Of(program, Path.GetDirectoryName(program)!).BringsRuntime);
    }

    [Fact]
    public void No_capability_is_proposed_for_dotnet_itself()
    {
        var dotnet = File("dotnet/dotnet");
        var assembly = File("debug/fairlead.dll");
        var found = Installation.Of(dotnet, Path.GetDirectoryName(assembly)!);
        Assert.Null(found.Program);
        Assert.Equal($"run it once as root: sudo {dotnet} {assembly} check", RawPermissionHint.Of(found, ["check"]));
    }

    [Fact]
    public void The_hint_goes_to_what_was_skipped_for_it_alone()
    {
        var report = RawPermissionHint.WithHint(CheckSamples.Mixed, "do this");
        Assert.All(report.Results, result => Assert.Equal(result.Reason == RawPermissionNote.Reason, result.Hint == "do this"));
    }

    private string File(string name)
    {
        var path = _folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, "");
        return path;
    }
}
