using System.Text;
using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Ledger.Json;

/// <summary>Holdings as JSON, the same in answers, in history and in exports.</summary>
public static class HoldingJson
{
    public static void Write(Utf8JsonWriter json, Holding holding)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(holding);
        json.WriteStartObject();
        json.WriteString("id", holding.Id);
        json.WriteString("origin", NameOf(holding.Origin));
        json.WriteString("site", holding.Site);
        json.WriteString("segment", holding.Segment);
        json.WriteString("addressSpace", holding.AddressSpace);
        json.WriteString("kind", holding.Kind.NameOf());
        if (holding.Kind == ClaimKind.RoutedLoadBalancer)
            json.WriteBoolean("routed", true);
        json.WriteString("owner", holding.Owner);
        json.WriteString("range", holding.Range.ToString());
        json.WriteString("state", NameOf(holding.State));
        json.WriteString("note", holding.Note);
        json.WriteString("createdAt", holding.CreatedAt);
        json.WriteString("createdBy", holding.CreatedBy);
        WriteTime(json, "activatedAt", holding.ActivatedAt);
        WriteTime(json, "until", holding.Until);
        if (holding.LastSeen is { } seen)
        {
            json.WriteStartObject("lastSeen");
            json.WriteString("at", seen.At);
            json.WriteBoolean("answered", seen.Answered);
            json.WriteString("by", seen.By);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("lastSeen");
        }

        json.WriteEndObject();
    }

    public static string Write(Holding holding) => JsonText.Of(json => Write(json, holding));

    /// <exception cref="FormatException">It is no holding.</exception>
    public static Holding Read(JsonElement json)
    {
        try
        {
            var seen = json.GetProperty("lastSeen");
            return new Holding
            {
                Id = json.GetProperty("id").GetGuid(),
                Origin = OriginOf(json.GetProperty("origin").GetString()!),
                Site = json.GetProperty("site").GetString()!,
                Segment = json.GetProperty("segment").GetString(),
                AddressSpace = json.GetProperty("addressSpace").GetString()!,
                Kind = KindOf(json.GetProperty("kind").GetString()!, json.TryGetProperty("routed", out var routed) && routed.GetBoolean()),
                Owner = json.GetProperty("owner").GetString()!,
                Range = IpRange.Parse(json.GetProperty("range").GetString()!),
                State = StateOf(json.GetProperty("state").GetString()!),
                Note = json.GetProperty("note").GetString(),
                CreatedAt = json.GetProperty("createdAt").GetDateTimeOffset(),
                CreatedBy = json.GetProperty("createdBy").GetString()!,
                ActivatedAt = ReadTime(json, "activatedAt"),
                Until = ReadTime(json, "until"),
                LastSeen = seen.ValueKind == JsonValueKind.Null ? null : new Sighting(seen.GetProperty("at").GetDateTimeOffset(), seen.GetProperty("answered").GetBoolean(), seen.GetProperty("by").GetString()!),
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"This is no reservation: {exception.Message}", exception);
        }
    }

    public static string NameOf(HoldingState state) => state switch
    {
        HoldingState.Reserved => "reserved",
        HoldingState.Active => "active",
        HoldingState.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    public static string NameOf(HoldingOrigin origin) => origin == HoldingOrigin.File ? "file" : "reservation";

    /// <summary>The exclusive kind of a name; null when there is none.</summary>
    public static ClaimKind? ExclusiveKindOf(string name) =>
        Enum.GetValues<ClaimKind>().Where(kind => kind.GroupOf() == ClaimGroup.Exclusive && kind.NameOf() == name).Select(kind => (ClaimKind?)kind).FirstOrDefault();

    private static ClaimKind KindOf(string name, bool isRouted) =>
        isRouted ? ClaimKind.RoutedLoadBalancer : ExclusiveKindOf(name) ?? throw new FormatException($"'{name}' is no kind of reservation.");

    private static HoldingState StateOf(string name) =>
        Enum.GetValues<HoldingState>().Where(state => NameOf(state) == name) is var found && found.Any() ? found.First() : throw new FormatException($"'{name}' is no state.");

    private static HoldingOrigin OriginOf(string name) => name switch
    {
        "file" => HoldingOrigin.File,
        "reservation" => HoldingOrigin.Reservation,
        _ => throw new FormatException($"'{name}' is no origin."),
    };

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at);
        else
            json.WriteNull(name);
    }

    private static DateTimeOffset? ReadTime(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } time ? time.GetDateTimeOffset() : null;
}

/// <summary>Short JSON texts.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
