using System.Reflection;

namespace Fairlead.Core.Rules;

/// <summary>A rule's prose and its example, from its folder below <c>Rules/Cases</c>.</summary>
/// <param name="Why">What goes wrong when it is ignored.</param>
/// <param name="Mend">What to do.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Breaks">A file that breaks it; a test keeps it so.</param>
/// <param name="Mended">Its twin after the mend.</param>
/// <param name="Language"><c>yaml</c> or <c>json</c>.</param>
public sealed record RuleText(string Why, string Mend, string Source, string Breaks, string Mended, string Language)
{
    /// <summary>The text of a rule of the catalogue; every rule has one.</summary>
    public static RuleText Of(RuleInfo rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var sections = Sections(Read(rule, "rule.md") ?? throw new InvalidOperationException($"{rule.Id} has no prose."));
        var language = Read(rule, "breaks.yaml") is null ? "json" : "yaml";
        return new(sections["Why"], sections["Mend"], sections["Source"], Example(rule, $"breaks.{language}"), Example(rule, $"mended.{language}"), language);
    }

    internal static Dictionary<string, string> Sections(string markdown) =>
        markdown.ReplaceLineEndings("\n").Split("## ", StringSplitOptions.RemoveEmptyEntries)
            .Select(section => section.Split('\n', 2))
            .Where(section => section.Length == 2)
            .ToDictionary(section => section[0].Trim(), section => section[1].Trim());

    /// <summary>The case without the header that tells tests what to expect.</summary>
    private static string Example(RuleInfo rule, string file)
    {
        var lines = (Read(rule, file) ?? throw new InvalidOperationException($"{rule.Id} has no {file}.")).ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.SkipWhile(line => line.StartsWith('#') || line.Length == 0)).TrimEnd();
    }

    private static string? Read(RuleInfo rule, string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"cases/{rule.Id}-{rule.Name}/{file}");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }
}
