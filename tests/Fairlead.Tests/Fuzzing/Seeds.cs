
namespace Fairlead.Tests.Fuzzing;

/// <summary>What the fuzzer begins with: the examples, the cases of the rules, and the corpus of bad input.</summary>
internal static class Seeds
{
    private const int Largest = 12 * 1024;

    /// <summary>Most of these can be read, so that small changes reach the rules.</summary>
    public static IReadOnlyList<Seed> Readable { get; } = [.. Below("examples"), .. Below("src", "Fairlead.Core", "Rules", "Cases")];

    public static IReadOnlyList<Seed> All { get; } = [.. Readable, .. Below("tests", "Fairlead.Tests", "Cases", "BadInput")];

    private static IEnumerable<Seed> Below(params string[] folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".json" && new FileInfo(file).Length <= Largest)
            .Order(StringComparer.Ordinal)
            .Select(file => new Seed(Path.GetFileName(file), File.ReadAllBytes(file)));
}

internal sealed record Seed(string Name, byte[] Bytes);
