using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports.Checks;

/// <summary>Reads what <see cref="CheckJson"/> wrote, on this machine or another.</summary>
public static class CheckJsonReader
{
    /// <param name="error">What is wrong with it, in one sentence without the file's name.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out CheckReport report, out string error)
    {
        (report, error) = (null!, "");
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.GetProperty("schemaVersion").GetInt32() != CheckJson.SchemaVersion)
            {
                error = "it was written by another version of fairlead; make it anew";
                return false;
            }

            report = new CheckReport(ReadVantage(root.GetProperty("vantage")), [.. root.GetProperty("checks").EnumerateArray().Select(ReadResult)])
            {
                Sites = root.TryGetProperty("sites", out var sites) ? [.. sites.EnumerateArray().Select(ReadSite)] : [],
            };
            return true;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            error = "it is not a report of 'fairlead check --format json'";
            return false;
        }
    }

    private static Vantage ReadVantage(JsonElement json) => new()
    {
        Host = Text(json, "host"),
        Interface = Optional(json, "interface"),
        Mac = Optional(json, "mac"),
        Addresses = [.. json.GetProperty("addresses").EnumerateArray().Select(address => IpAddr.Parse(address.GetString()!))],
        Segment = Optional(json, "segment"),
        CanSendRaw = json.GetProperty("canSendRaw").GetBoolean(),
        Role = Text(json, "role"),
        StandInFor = Optional(json, "standInFor"),
        Via = Optional(json, "via"),
        StartedAt = Moment(Text(json, "startedAt")),
    };

    private static CheckedSite ReadSite(JsonElement json) =>
        new(Text(json, "name"), Text(json, "profile"), [.. json.GetProperty("vantages").EnumerateArray().Select(need => new VantageNeed(Text(need, "role"), Optional(need, "segment")))]);

    private static CheckResult ReadResult(JsonElement json) => new()
    {
        Check = CheckCatalog.Find(Text(json, "id")) ?? throw new FormatException(),
        Subject = Text(json, "subject"),
        Target = Optional(json, "target"),
        Outcome = Enum.GetValues<CheckOutcome>().First(outcome => outcome.Word() == Text(json, "outcome")),
        Verdict = Optional(json, "verdict") is { } verdict ? Enum.GetValues<Verdict>().First(each => each.Word() == verdict) : null,
        Reason = Text(json, "reason"),
        Message = Text(json, "message"),
        Hint = Optional(json, "hint"),
        IsRequired = json.GetProperty("required").GetBoolean(),
        Evidence = [.. json.GetProperty("evidence").EnumerateArray().Select(seen => new Evidence(Text(seen, "kind"), Text(seen, "text"), Optional(seen, "at") is { } at ? Moment(at) : null))],
        Duration = TimeSpan.FromMilliseconds(json.GetProperty("durationMs").GetInt64()),
        Location = json.TryGetProperty("location", out var at) ? new SourceLocation(Text(at, "file"), at.GetProperty("line").GetInt32(), at.GetProperty("column").GetInt32()) : null,
    };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException();

    private static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
