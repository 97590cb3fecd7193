using Fairlead.Tests.Examples;
using Xunit;

namespace Fairlead.Tests.BadInput;

/// <summary>Misuse of the command line: the message names what to mend, and nothing is left behind.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string Good = Repository.PathOf("examples", "contoso");

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_path_that_does_not_exist_is_named() => AssertRefused(2, ["no file or folder", "nowhere.yaml"], "plan", Path.Combine(_folder, "nowhere.yaml"));

    [Fact]
    public void A_revision_that_does_not_exist_is_named() => AssertRefused(2, ["revision", "nosuchrevision"], "plan", Good, "--compare", "nosuchrevision");

    [Theory]
    [InlineData("plan --format=j")]
    [InlineData("plan -o ")]
    [InlineData("plan --")]
    public void Completion_never_fails(string line)
    {
        var (exitCode, _, errors) = CommandLine.Run($"[suggest:{line.Length}]", line);
        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("1000")]
    [InlineData("99999999999")]
    public void Completion_never_fails_at(string position)
    {
        var (exitCode, _, errors) = CommandLine.Run($"[suggest:{position}]", "fairlead pla");
        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public void Completion_offers_what_may_follow() => Assert.Equal((0, "--format\n", ""), Answer(CommandLine.Run("[suggest:20]", "fairlead plan --form")));

    /// <summary>Pieces of real lines in any order, with odd ends: seeded, so that a failure can be seen again.</summary>
    [Fact]
    public void Completion_never_fails_on_odd_lines()
    {
        string[] pieces =
        [
            "fairlead", "plan", "pl", "init", "size", "endpoints", "diff", "render", "check", "completion", "explain", "FL2", "schema", "who", "man",
            "--format", "--format=", "--format=h", "-o", "-o=x", "--compare", "--as-of=2", "--map=a=b=c", "--clusters=x", "-1", "--only=path,", "--rate=", "--role=n",
            "--", "-", "-qo", "@file", "[suggest]", "[diagram]", "''", "\"", "\"a", "\\", "é", "💥", "\t", "\n", "", "=", "--version", "-h", "/?",
        ];
        var random = new Random(20261125);
        for (var i = 0; i < 300; i++)
        {
            var line = string.Join(' ', random.GetItems(pieces, random.Next(6)).Prepend("fairlead"));
            var directive = $"[suggest:{random.Next(line.Length + 3)}]";
            Assert.Equal((directive, line, 0, ""), (directive, line, CommandLine.Run(directive, line).ExitCode, CommandLine.Run(directive, line).Error));
        }
    }

    [Fact]
    public void A_path_that_does_not_exist_beside_a_good_one_is_named() => AssertRefused(2, ["no file or folder", "nowhere.yaml"], "plan", Good, Path.Combine(_folder, "nowhere.yaml"));

    [Fact]
    public void A_folder_without_site_files_says_which_names_count() => AssertRefused(2, ["holds no site file", "*.yaml", _folder], "plan", _folder);

    [Fact]
    public void A_folder_of_hidden_files_says_that_they_are_left_out()
    {
        File.WriteAllText(Path.Combine(_folder, ".hidden.yaml"), "a: b");
        File.WriteAllText(Path.Combine(_folder, "_draft.yaml"), "a: b");

        AssertRefused(2, ["begin with . or _"], "plan", _folder);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_a_finding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName != "root", "root may read everything");
        var path = Path.Combine(_folder, "secret.yaml");
        File.WriteAllText(path, "a: b");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);

        var result = CommandLine.Run("plan", path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("can't be read", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_is_a_finding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a file whose reading fails");
        File.CreateSymbolicLink(Path.Combine(_folder, "site.yaml"), "/proc/self/mem");

        var result = CommandLine.Run("plan", _folder);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("can't be read", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_finding()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "site.yaml"), Path.Combine(_folder, "gone.yaml"));

        var result = CommandLine.Run("plan", _folder);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("can't be read", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_in_circles_ends()
    {
        File.Copy(Path.Combine(Good, "contoso.yaml"), Path.Combine(_folder, "site.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "again"), _folder);

        Assert.Equal(0, CommandLine.Run("plan", _folder).ExitCode);
    }

    [Fact]
    public void No_path_at_all_is_refused() => AssertRefused(2, ["site", "plan --help"], "plan");

    [Fact]
    public void An_unknown_option_is_named() => AssertRefused(2, ["no option --colour"], "plan", Good, "--colour");

    [Fact]
    public void An_unknown_command_is_named() => AssertRefused(2, ["plam", "--help"], "plam", Good);

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2027-02-30")]
    [InlineData("31.12.2027")]
    [InlineData("")]
    public void A_bad_day_is_named_with_the_form(string day) => AssertRefused(2, ["--as-of", "2027-03-31", day], "plan", Good, "--as-of", day);

    [Theory]
    [InlineData("xml")]
    [InlineData("JSON")]
    public void A_bad_format_is_named_with_the_good_ones(string format) => AssertRefused(2, [format, "text", "json"], "plan", Good, "--format", format);

    [Fact]
    public void An_option_without_its_value_is_named() => AssertRefused(2, ["--format"], "plan", "--as-of", CommandLine.AsOf, Good, "--format");

    [Fact]
    public void Output_into_a_missing_folder_says_so_and_leaves_nothing()
    {
        var file = Path.Combine(_folder, "missing", "plan.json");

        AssertRefused(3, [file, "can't be written"], "plan", Good, "--format", "json", "--output", file);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Output_onto_a_folder_says_so_and_leaves_nothing()
    {
        AssertRefused(3, [_folder, "can't be written"], "plan", Good, "--output", _folder);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_folder)!, $".{Path.GetFileName(_folder)}.*"));
    }

    [Fact]
    public void Output_through_a_link_replaces_what_it_leads_to_and_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other modes, and links need a right");
        var (link, file) = (Path.Combine(_folder, "latest.json"), Path.Combine(_folder, "plan.json"));
        File.WriteAllText(file, "old");
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(link, "plan.json");

        Assert.Equal(0, CommandLine.Run("plan", Good, "--format", "json", "--output", link).ExitCode);

        Assert.Equal("plan.json", new FileInfo(link).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, new FileInfo(file).UnixFileMode);
        Assert.Equal([link, file], Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Output_of_bad_input_is_written_all_the_same()
    {
        var (input, output) = (Path.Combine(_folder, "site.yaml"), Path.Combine(_folder, "plan.json"));
        File.WriteAllText(input, "kind: Site");

        var result = CommandLine.Run("plan", input, "--format", "json", "--output", output);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("FL0003", File.ReadAllText(output), StringComparison.Ordinal);
        Assert.Equal([output, input], Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    private static (int ExitCode, string Output, string Error) Answer(CommandLine.Result result) => (result.ExitCode, result.Output.ReplaceLineEndings("\n"), result.Error);

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
    }

    private static void AssertRefused(int exitCode, string[] words, params string[] args)
    {
        var result = CommandLine.Run(args);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", result.Error, StringComparison.Ordinal);
    }
}
