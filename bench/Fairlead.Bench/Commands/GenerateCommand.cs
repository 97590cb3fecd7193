using System.CommandLine;
using Fairlead.Bench.Estates;

namespace Fairlead.Bench.Commands;

/// <summary><c>generate</c>: writes the site files of an invented estate.</summary>
internal static class GenerateCommand
{
    public static Command Build()
    {
        var clusters = new Option<int>("--clusters") { DefaultValueFactory = _ => 10_000, Description = "How many clusters, at most 20 a segment." };
        var segments = new Option<int>("--segments") { DefaultValueFactory = _ => 500, Description = "How many segments, 25 to a site." };
        var output = new Option<string>("--output", "-o") { Required = true, Description = "The folder to write to; it must not exist or be empty." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "The same seed gives the same files." };
        var mistakes = new Option<double>("--mistakes") { Description = "The share of clusters with a mistake, such as 0.05." };
        var auto = new Option<bool>("--auto") { Description = "Leave all cluster addresses to the planner." };
        var command = new Command("generate", "Write the site files of an invented estate.") { clusters, segments, output, seed, mistakes, auto };
        command.SetAction(arguments => Write(arguments.GetRequiredValue(output), new EstateOptions
        {
            Clusters = arguments.GetValue(clusters),
            Segments = arguments.GetValue(segments),
            Seed = arguments.GetValue(seed),
            Mistakes = arguments.GetValue(mistakes),
            IsAutomatic = arguments.GetValue(auto),
        }));
        return command;
    }

    private static int Write(string folder, EstateOptions options)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Console.Error.WriteLine($"{folder} is not empty.");
            return 2;
        }

        foreach (var file in EstateGenerator.Files(options))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }

        return 0;
    }
}
