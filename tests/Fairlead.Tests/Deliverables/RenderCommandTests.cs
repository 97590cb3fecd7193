using Fairlead.Cli;
using Xunit;

namespace Fairlead.Tests.Deliverables;

/// <summary>What the command prints and refuses; writing into a folder is a system test's matter.</summary>
public sealed class RenderCommandTests
{
    [Theory]
    [InlineData("Plan/madrid.yaml", 0)]
    [InlineData("Report/sevilla.yaml", 1)]
    public void Prints_Markdown(string site, int exitCode)
    {
        var (code, output, error) = Run("render", "request", Repository.PathOf($"tests/Fairlead.Tests/Cases/{site}"));
        Assert.Equal((exitCode, ""), (code, error));
        Assert.StartsWith("# Network request: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_nothing_from_unusable_input()
    {
        var (code, output, error) = Run("render", "request", Directory.GetFiles(Repository.PathOf("src/Fairlead.Core/Rules/Cases/FL0002-unknown-field"), "breaks.*").Single());
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("error FL0002", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Knows_its_targets() => Assert.Equal(2, Run("render", "nonsense", "x").Code);

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = FairleadCommand.Run(args, new Terminal(output, error) { ShowsProgress = false });
        return (code, System.Text.Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
