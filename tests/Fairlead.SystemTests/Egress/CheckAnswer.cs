using System.Text.Json;

namespace Fairlead.SystemTests.Egress;

/// <summary>One answer of <c>fairlead check --format json</c>.</summary>
internal sealed record CheckAnswer(string Id, string Subject, string? Target, string Outcome, string? Verdict, string Reason, string Message, bool IsRequired, IReadOnlyList<string> Evidence)
{
    public static IReadOnlyList<CheckAnswer> Of(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Output.Length > 0 ? answer.Output : throw new InvalidOperationException($"exit code {answer.ExitCode}: {answer.Errors}"));
        return
        [
            .. json.RootElement.GetProperty("checks").EnumerateArray().Select(check => new CheckAnswer(
                Text(check, "id")!, Text(check, "subject")!, Text(check, "target"), Text(check, "outcome")!, Text(check, "verdict"), Text(check, "reason")!, Text(check, "message")!,
                check.GetProperty("required").GetBoolean(),
                [.. check.GetProperty("evidence").EnumerateArray().Select(seen => $"{Text(seen, "kind")}: {Text(seen, "text")}")])),
        ];
    }

    private static string? Text(JsonElement check, string name) => check.TryGetProperty(name, out var value) ? value.GetString() : null;
}
