using Xunit;

namespace Fairlead.SystemTests;

/// <summary>Where results and messages can go wrong: a full disk, a closed stream, a pipe, a device. A clear message, and never half a file.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Fairlead = "artifacts/bin/Fairlead.Cli/debug/fairlead";
    private const string Contoso = "examples/contoso/contoso.yaml";
    private const string NoSpace = "no space is left there";

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-output-").FullName;

    public static TheoryData<string> Formats => ["text", "json", "sarif", "junit", "markdown", "html"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_full_disk_is_named(string format)
    {
        var answer = await RunAsync($"{Fairlead} plan {Contoso} -q --format {format} >/dev/full");
        Assert.Equal(new Answer(3, "", $"fairlead: the result can't be written: {NoSpace}.\n"), answer);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("size")]
    [InlineData("schema")]
    [InlineData("endpoints list")]
    public async Task A_full_disk_is_named_by(string command)
    {
        var answer = await RunAsync($"{Fairlead} {command} >/dev/full");
        Assert.Equal(new Answer(3, "", $"fairlead: the result can't be written: {NoSpace}.\n"), answer);
    }

    /// <summary>A disk of its own, 16 KiB large, that disappears with the process that mounted it.</summary>
    [Fact]
    public async Task A_disk_that_fills_up_leaves_the_old_file_whole()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root mounts a disk");
        var answer = await RunAsync($"unshare -m sh -c 'mount -t tmpfs -o size=16k none {_folder} && echo old >{_folder}/report.html && {Fairlead} plan {Contoso} -q --format html -o {_folder}/report.html; echo $?; ls -A {_folder}; cat {_folder}/report.html'");
        Assert.Equal(new Answer(0, "3\nreport.html\nold\n", $"fairlead: {_folder}/report.html can't be written: {NoSpace}. What was there is unchanged.\n"), answer);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_reader_that_has_seen_enough_is_no_failure(string format)
    {
        // 'true' never reads; the other waits until it is gone.
        var answer = await RunAsync($"{{ sleep 0.1; {Fairlead} plan examples/contoso -q --format {format}; echo $? >{_folder}/code; }} | true; cat {_folder}/code");
        Assert.Equal(new Answer(0, "0\n", ""), answer);
    }

    [Fact]
    public async Task A_closed_output_is_named()
    {
        var answer = await RunAsync($"{Fairlead} plan {Contoso} -q >&-");
        Assert.Equal(new Answer(3, "", "fairlead: the result can't be written: standard output is closed.\n"), answer);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("2> >(:)")]
    public async Task Messages_that_can_not_be_shown_change_nothing(string errors)
    {
        var refused = await RunAsync($"{Fairlead} plan nowhere.yaml {errors}");
        Assert.Equal(2, refused.ExitCode);
        var planned = await RunAsync($"{Fairlead} plan {Contoso} -q {errors}");
        Assert.Equal((0, true), (planned.ExitCode, planned.Output.StartsWith('✓')));
    }

    [Fact]
    public async Task Site_files_come_from_a_pipe()
    {
        var expected = await RunAsync($"{Fairlead} plan {Contoso} -q");
        Assert.Equal(0, expected.ExitCode);
        foreach (var command in new[] { $"{Fairlead} plan - -q <{Contoso}", $"cat {Contoso} | {Fairlead} plan - -q", $"cat {Contoso} | {Fairlead} plan /dev/stdin -q", $"{Fairlead} plan <(cat {Contoso}) -q" })
            Assert.Equal((command, expected), (command, await RunAsync(command)));
    }

    [Fact]
    public async Task A_fault_in_a_pipe_has_its_place()
    {
        var answer = await RunAsync($"printf 'kind: Site\nname: [' | {Fairlead} plan - -q");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("FL0001", answer.Output, StringComparison.Ordinal);
        Assert.Contains("    -:2:", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-", "<site.yaml")]
    [InlineData("/dev/stdin", "<site.yaml")]
    [InlineData("pipe", "")]
    public async Task What_is_no_file_is_not_written_to(string source, string from)
    {
        File.Copy(Repository.PathOf("tests", "Fairlead.Tests", "Cases", "Init", "flags-aks-arc-vmware.yaml"), Path.Combine(_folder, "site.yaml"));
        var answer = await RunAsync($"mkfifo {_folder}/pipe; cd {_folder}; {Repository.PathOf(Fairlead)} plan {source} --write {from}; [ -p pipe ] && [ -h /dev/stdin ] || echo replaced");
        Assert.Equal(new Answer(0, "", $"fairlead: --write can't put addresses into {source}, which is no file on disk. Save it as a file first.\n"), answer);
    }

    [Fact]
    public async Task Output_goes_into_what_a_shell_has_open()
    {
        var answer = await RunAsync($"{Fairlead} plan {Contoso} -q -o /dev/stdout; {Fairlead} plan {Contoso} -q -o /dev/null; {Fairlead} plan {Contoso} -q -o >(cat >{_folder}/copy); wait $!; cat {_folder}/copy; [ -c /dev/null ] && [ -h /dev/stdout ] || echo replaced");
        var once = (await RunAsync($"{Fairlead} plan {Contoso} -q")).Output;
        Assert.Equal(new Answer(0, once + once, ""), answer);
    }

    private static Task<Answer> RunAsync(string script) => Shell.RunAsync("bash", ["-c", script], TestContext.Current.CancellationToken);
}
