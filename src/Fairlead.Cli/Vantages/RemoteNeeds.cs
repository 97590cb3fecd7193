using System.Runtime.InteropServices;
using Fairlead.Cli.Checks;

namespace Fairlead.Cli.Vantages;

/// <summary>What a machine must be so that this program runs there.</summary>
/// <param name="System">As <c>uname -s</c> and <c>uname -m</c> say it, with a space between.</param>
/// <param name="Loader">The C library's file that starts the program; null when another machine may start it in its own way.</param>
internal sealed record RemoteNeeds(string System, string? Loader)
{
    /// <summary>Stands before <see cref="Loader"/> in the greeting of a machine that has none.</summary>
    public const string Lacking = "without";

    public static RemoteNeeds Here() => new(
        $"{(OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription)} {RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            var other => other.ToString(),
        }}",
        // Run by dotnet, the program is nothing that a C library starts.
        Installation.Here().Program is null ? null : LoaderHere());

    private static string? LoaderHere()
    {
        var isMusl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
        var loader = (RuntimeInformation.ProcessArchitecture, isMusl) switch
        {
            (Architecture.X64, false) => "/lib64/ld-linux-x86-64.so.2",
            (Architecture.X64, true) => "/lib/ld-musl-x86_64.so.1",
            (Architecture.Arm64, false) => "/lib/ld-linux-aarch64.so.1",
            (Architecture.Arm64, true) => "/lib/ld-musl-aarch64.so.1",
            _ => null,
        };
        // Where this machine starts it otherwise, so may that one.
        return File.Exists(loader) ? loader : null;
    }
}
