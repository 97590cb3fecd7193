using System.Text.Json;
using Fairlead.Core.Claims;
using Fairlead.Core.Joins;

namespace Fairlead.Core.Reports;

/// <summary>Who has an address, as JSON: one answer for each address space. Other programs read it: its names and shapes are a contract.</summary>
public static class AddressLookupJson
{
    private const int SchemaVersion = 1;

    /// <param name="observed">What was seen at the address, in an address space; null where nothing was read.</param>
    public static void Write(IReadOnlyList<AddressLookup> answers, Stream output, Func<string, IReadOnlyList<Sighting>>? observed = null)
    {
        ArgumentNullException.ThrowIfNull(answers);
        using var json = new Utf8JsonWriter(output, ReportJson.Layout);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteObjects("answers", answers, (json, answer) =>
        {
            WriteAnswer(json, answer);
            if (observed is not null)
                ObservedJson.WriteSightings(json, observed(answer.AddressSpace));
        });
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, AddressLookup answer)
    {
        json.WriteString("range", answer.Asked.ToString());
        json.WriteString("addressSpace", answer.AddressSpace);
        json.WriteBoolean("taken", answer.IsTaken);
        json.WriteObjects("claims", answer.Claims, static (json, claim) =>
        {
            json.WriteString("kind", claim.Kind.NameOf());
            json.WriteString("range", claim.Range.ToString());
            json.WriteString("owner", claim.Owner.ToString());
            json.WriteString("subject", claim.Subject.ToString());
            json.WriteLocation(claim.Source);
            json.WriteBoolean("chosen", claim.IsChosen);
        });
        json.WriteStrings("segments", answer.Segments.Select(segment => segment.ToString()));
        json.WriteStrings("uses", answer.Uses);
        json.WriteString("freeBelow", answer.FreeBelow?.ToString());
        json.WriteString("freeAbove", answer.FreeAbove?.ToString());
    }
}
