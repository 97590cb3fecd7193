using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Json;

/// <summary>Outcomes that a request gets again when it comes with the same key: those about reservations.</summary>
internal static class OutcomeJson
{
    public static string Write(LedgerOutcome outcome) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        switch (outcome)
        {
            case Granted granted:
                json.WriteString("outcome", "granted");
                json.WriteBoolean("isNew", granted.IsNew);
                json.WritePropertyName("holding");
                HoldingJson.Write(json, granted.Holding);
                break;
            case AlreadyHeld held:
                json.WriteString("outcome", "held");
                json.WriteString("asked", held.Asked.ToString());
                json.WriteString("holder", held.Holder);
                json.WriteString("source", held.Source);
                json.WriteString("reservation", held.Reservation?.ToString());
                json.WriteString("nearest", held.Nearest?.ToString());
                break;
            case Exhausted exhausted:
                json.WriteString("outcome", "exhausted");
                json.WriteString("segment", exhausted.Segment);
                json.WriteString("asked", Text(exhausted.Asked));
                json.WriteString("left", Text(exhausted.Left));
                json.WriteString("longest", Text(exhausted.Longest));
                break;
            case Refused refused:
                json.WriteString("outcome", "refused");
                json.WriteString("reason", refused.Reason.ToString());
                json.WriteString("message", refused.Message);
                json.WriteString("hint", refused.Hint);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Such an answer is not kept.");
        }

        json.WriteEndObject();
    });

    public static LedgerOutcome Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return json.GetProperty("outcome").GetString() switch
        {
            "granted" => new Granted(HoldingJson.Read(json.GetProperty("holding")), json.GetProperty("isNew").GetBoolean()),
            "held" => new AlreadyHeld(IpRange.Parse(String("asked")), String("holder"), String("source"), Optional("reservation") is { } id ? Guid.Parse(id) : null, Optional("nearest") is { } nearest ? IpRange.Parse(nearest) : null),
            "exhausted" => new Exhausted(String("segment"), Number("asked"), Number("left"), Number("longest")),
            "refused" => new Refused(Enum.Parse<RefusalReason>(String("reason")), String("message"), String("hint")),
            var other => throw new FormatException($"'{other}' is no outcome."),
        };

        string String(string name) => json.GetProperty(name).GetString()!;

        string? Optional(string name) => json.GetProperty(name).GetString();

        UInt128 Number(string name) => UInt128.Parse(String(name), CultureInfo.InvariantCulture);
    }

    private static string Text(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);
}
