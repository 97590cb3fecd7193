using System.CommandLine;
using System.CommandLine.Parsing;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Checks;

/// <summary><c>fairlead check --merge</c>: asks nothing, and puts side by side what several machines saw.</summary>
internal static class CheckMerge
{
    public static Option<string[]> Option() => new("--merge")
    {
        Description = "Ask nothing; put reports of several machines (--format json) side by side.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Either sites to ask about, or files to merge; and a format that this has.</summary>
    public static void Validate(CommandResult result, Option<string[]> merge, Argument<string[]> sites, Option<string> format)
    {
        var isMerge = result.GetResult(merge) is not null;
        var hasSites = result.GetResult(sites) is { Tokens.Count: > 0 };
        if (isMerge && hasSites)
            result.AddError("--merge takes reports alone; the sites stand in them.");
        if (!isMerge && !hasSites)
            result.AddError("Give the site files to ask about, or --merge with reports.");
        var (formats, what) = isMerge ? (MatrixFormats.Names, "--merge") : (CheckFormats.Names, "check");
        if (result.GetResult(format) is { Implicit: false, Tokens: [var given] } && !formats.Contains(given.Value))
            result.AddError($"{what} writes {string.Join(", ", formats)}, not {given.Value}.");
    }

    public static int Run(Terminal terminal, string[] files, string format, string? output, bool allowUnknown)
    {
        var sources = new List<MatrixSource>();
        var isWhole = true;
        foreach (var file in files)
        {
            if (Read(file, out var source) is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {file}: {fault}.");
                isWhole = false;
            }
            else
            {
                sources.Add(source!);
            }
        }

        if (!isWhole)
            return ExitCodes.UnusableInput;
        var matrix = CheckMatrix.Of(sources);
        ResultWriter.Write(terminal, output, stream => MatrixFormats.Write(format, matrix, stream));
        return matrix.HasFailures ? ExitCodes.Findings : matrix.HasOpenQuestions && !allowUnknown ? ExitCodes.Open : ExitCodes.Good;
    }

    /// <returns>What is wrong; null when it was read.</returns>
    private static string? Read(string file, out MatrixSource? source)
    {
        source = null;
        try
        {
            if (!CheckJsonReader.TryRead(File.ReadAllBytes(file), out var report, out var error))
                return error;
            source = new(file, report);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "it can't be read";
        }
    }
}
