using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Fairlead.SystemTests;

/// <summary>What <c>./publish linux-x64</c> makes, built once for all tests that use it, and an empty folder to run it in.</summary>
[CollectionDefinition(nameof(PublishedProgram))]
public sealed class PublishedProgram : IAsyncLifetime, ICollectionFixture<PublishedProgram>
{
    internal const string Version = "0.1.0";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);

    internal static string Folder { get; } = Repository.PathOf("artifacts", "publish", "linux-x64");

    internal static string File { get; } = Path.Combine(Folder, "fairlead");

    internal static string Package { get; } = Repository.PathOf("artifacts", "publish", $"fairlead_{Version}_amd64.deb");

    /// <summary>The working folder and the home of what is run: empty, unless a test puts something there.</summary>
    internal string Elsewhere { get; } = Directory.CreateTempSubdirectory("fairlead-publish-").FullName;

    /// <summary>What <c>./publish</c> printed; null where it can't run.</summary>
    internal string? Said { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64 || !IsOnPath("dpkg-deb"))
            return;
        var published = await BuildAsync(Repository.PathOf("publish"), "linux-x64");
        Assert.True(published.ExitCode == 0, published.Output + published.Errors);
        Said = published.Output;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Elsewhere, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal void SkipUnlessBuilt() => Assert.SkipWhen(Said is null, "this builds and runs linux-x64, and needs dpkg-deb");

    internal Task<Answer> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, Elsewhere, Elsewhere);

    /// <summary>Runs a script of the repository that builds, which may take minutes.</summary>
    internal static Task<Answer> BuildAsync(string script, params string[] arguments) => RunAsync(script, arguments, Repository.Root, home: null);

    internal static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => System.IO.File.Exists(Path.Combine(folder, program)));

    private static async Task<Answer> RunAsync(string program, IEnumerable<string> arguments, string folder, string? home)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null)
            start.Environment["HOME"] = home;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limited.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limited.Token);
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            await process.WaitForExitAsync(limited.Token);
            return new Answer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
