using System.Text.RegularExpressions;
using Xunit;

namespace Fairlead.SystemTests;

/// <summary>The README followed to the letter: each command is run, and what the README shows of its output is what it prints.</summary>
public sealed partial class ReadmeTests
{
    private const string Omission = "…";

    /// <summary>It ends when it is told to: <see cref="Serving.UpTests"/> runs it.</summary>
    private const string Up = "./fairlead up examples/contoso";

    public static TheoryData<string> Commands =>
        [.. ConsoleBlock().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Select(block => block.Groups["command"].Value).Where(command => command != Up)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Shows_what_its_command_prints(string command)
    {
        var block = ConsoleBlock().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Single(each => each.Groups["command"].Value == command);
        var words = command.Split(' ');
        var answer = await Shell.RunAsync(Repository.PathOf(words[0]), words[1..], TestContext.Current.CancellationToken);
        var printed = answer.Output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var from = 0;
        foreach (var part in block.Groups["output"].Value.TrimEnd().Split($"\n{Omission}\n"))
        {
            var lines = part.Split('\n').Select(line => line.TrimEnd()).Where(line => line != Omission).ToList();
            var at = Enumerable.Range(from, Math.Max(0, printed.Count - lines.Count - from + 1)).FirstOrDefault(start => printed.Skip(start).Take(lines.Count).SequenceEqual(lines), -1);
            Assert.True(at >= 0, $"'{command}' does not print\n{part}\nIt prints\n{answer.Output}\n{answer.Errors}");
            from = at + lines.Count;
        }
    }

    [Fact]
    public void Links_to_what_exists() =>
        Assert.All(Link().Matches(File.ReadAllText(Repository.PathOf("README.md"))), link => Assert.True(Path.Exists(Repository.PathOf(link.Groups["path"].Value)), link.Value));

    [GeneratedRegex(@"```console\n\$ (?<command>[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)\)")]
    private static partial Regex Link();
}
