using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Fairlead.Tests.Examples;
using Xunit;

namespace Fairlead.Tests.BadInput;

/// <summary>
/// Every file of the corpus is unusable, and the program must say so well: exit code 2, a finding at a place inside the file, and
/// nothing that only a programmer understands.
/// </summary>
public sealed class BadInputTests
{
    private static readonly string Folder = Repository.PathOf("tests", "Fairlead.Tests", "Cases", "BadInput");

    /// <summary>What no message may hold: the marks of an exception that nobody caught.</summary>
    private static readonly string[] Slips = ["Exception", "Object reference", "   at ", "Index was out", "Nullable", "System.", "YamlDotNet", "Operation is not valid", "this should not have happened"];

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_corpus_is_large_and_each_file_small()
    {
        var files = new DirectoryInfo(Folder).GetFiles();

        Assert.True(files.Length >= 200, $"{files.Length} files");
        Assert.All(files, file => Assert.True(file.Length < 8 * 1024, file.Name));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Bad_input_is_refused_with_a_place_and_a_mend(string name)
    {
        var path = Path.Combine(Folder, name);

        var result = CommandLine.Run("plan", path, "--format", "json");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.All(Slips, slip => Assert.DoesNotContain(slip, result.Output, StringComparison.Ordinal));
        using var report = JsonDocument.Parse(result.Output);
        var faults = report.RootElement.GetProperty("diagnostics").EnumerateArray().Where(IsInputError).ToList();
        Assert.NotEmpty(faults);
        var places = new Places(TextOf(path));
        Assert.All(faults, fault => AssertInside(fault, path, places));
        Assert.All(faults, fault => Assert.True(fault.GetProperty("message").GetString()!.Length > 0 && fault.GetProperty("hint").GetString()!.Length > 0));
        if (ExpectedOf(name) is var (rule, line))
            Assert.Contains($"{rule} at line {line}", faults.Select(fault => $"{fault.GetProperty("rule").GetString()} at line {LineOf(fault)}"));
    }

    [Fact]
    public void The_text_report_of_bad_input_is_as_clean()
    {
        var result = CommandLine.Run("plan", Folder);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.All(Slips, slip => Assert.DoesNotContain(slip, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(result.Output, c => char.IsControl(c) && c is not '\n' and not '\r');
        Assert.All(Files, name => Assert.Contains(name.Data, result.Output, StringComparison.Ordinal));
    }

    private static bool IsInputError(JsonElement finding) =>
        finding.GetProperty("severity").GetString() == "error" && finding.GetProperty("rule").GetString()!.StartsWith("FL0", StringComparison.Ordinal);

    private static void AssertInside(JsonElement fault, string path, Places places)
    {
        var place = fault.GetProperty("location");
        Assert.Equal(path, place.GetProperty("file").GetString());
        places.AssertInside(LineOf(fault), place.GetProperty("column").GetInt32());
    }

    private static int LineOf(JsonElement fault) => fault.GetProperty("location").GetProperty("line").GetInt32();

    private static SourceFile TextOf(string path) =>
        SiteFileReader.Parse(path, File.ReadAllBytes(path))[0].File;

    /// <summary>Files made by hand bear what they are to show: <c>FL0004-09-dns-short.yaml</c>.</summary>
    private static (string Rule, int Line)? ExpectedOf(string name) =>
        name.Split('-') is [{ Length: 6 } rule, var line, ..] && rule.StartsWith("FL", StringComparison.Ordinal)
            ? (rule, int.Parse(line, CultureInfo.InvariantCulture))
            : null;
}
