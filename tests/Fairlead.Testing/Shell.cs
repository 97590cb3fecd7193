using System.Diagnostics;

namespace Fairlead.Testing;

/// <summary>What a program answered.</summary>
public sealed record Answer(int ExitCode, string Output, string Errors)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    /// <summary>The same, for a program that had to succeed.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message says what it printed.</exception>
    public Answer OrThrow(string what) =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"{what} ended with {ExitCode}: {Errors}{Output}");
}

/// <summary>Runs programs as a person at a shell would.</summary>
public static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<Answer> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(program, arguments, Repository.Root, input: "", searchFirst: null, ct);

    /// <summary>The same with <paramref name="searchFirst"/>, a folder of stand-ins, before the others on the PATH.</summary>
    public static async Task<Answer> RunAsync(
        string program, IEnumerable<string> arguments, string folder, string input, string? searchFirst, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (searchFirst is not null)
        {
            start.Environment["PATH"] = $"{searchFirst}:{start.Environment["PATH"]}";
        }

        // What a `dotnet test` around us tells its children is not for the builds that they start.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limited.Token);
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            await WriteAsync(process.StandardInput, input);
            await process.WaitForExitAsync(limited.Token);
            return new Answer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(StreamWriter standardInput, string input)
    {
        try
        {
            await standardInput.WriteAsync(input);
            standardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading, as most do.
        }
    }
}
