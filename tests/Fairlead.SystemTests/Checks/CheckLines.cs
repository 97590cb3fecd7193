using System.Text.Json;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Checks;

/// <summary>Runs <c>fairlead check</c> on a machine of the Lab; its answers as lines to compare: id, subject, target, outcome, reason.</summary>
internal sealed record CheckLines(int ExitCode, string Json, string Errors)
{
    public static async Task<CheckLines> RunAsync(LabNode machine, string site, string family, CancellationToken ct, params string[] options)
    {
        var file = await machine.WriteAsync("site.yaml", site, ct);
        var answer = await machine.FairleadAsync(["check", file, "--only", family, "--format", "json", .. options], ct);
        return new(answer.ExitCode, answer.Output, answer.Errors);
    }

    public IReadOnlyList<JsonElement> Checks => [.. JsonDocument.Parse(Json).RootElement.GetProperty("checks").EnumerateArray()];

    /// <summary>Without the site's name before each subject; what is not required is marked.</summary>
    public IReadOnlyList<string> Lines => [.. Checks.Select(Line)];

    public JsonElement this[string id, string target] => Checks.Single(check => Text(check, "id") == id && Text(check, "target") == target);

    public IEnumerable<string> EvidenceOf(string id, string target) => this[id, target].GetProperty("evidence").EnumerateArray().Select(seen => Text(seen, "text"));

    public void AssertIs(int exitCode, params string[] lines)
    {
        Assert.True(Json.StartsWith('{'), Errors);
        Assert.Equal(lines, Lines);
        Assert.Equal(exitCode, ExitCode);
    }

    public static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>How fast a resolver of this machine is says nothing: a shared machine may be slow at any time.</summary>
    private static string Line(JsonElement check)
    {
        var reason = Text(check, "reason");
        var isSpeed = reason is "dns-fast" or "dns-slow" or "dns-loss";
        var line = string.Join(' ', new[] { Text(check, "id"), Text(check, "subject").Replace("madrid/", "", StringComparison.Ordinal), Text(check, "target"), isSpeed ? "measured" : $"{Text(check, "outcome")} {reason}" });
        return check.GetProperty("required").GetBoolean() ? line : $"{line} (not required)";
    }
}
