using System.Text;
using System.Text.Json;

namespace Fairlead.Ledger.Json;

/// <summary>What was changed outside, in history: one member for each thing, by its name, so that before and after are compared by name.</summary>
internal static class AppliedDocument
{
    /// <returns>Null where there was nothing of all of it.</returns>
    public static string? Before(RecordChangesRequest request) => request.Changes.Any(change => change.Before is not null)
        ? Json(request, change => change.Before, result: null)
        : null;

    /// <summary>With the result, under <c>result</c>.</summary>
    public static string After(RecordChangesRequest request) => Json(request, change => change.After, request.Result);

    private static string Json(RecordChangesRequest request, Func<AppliedChange, string?> text, string? result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("where", request.Where);
            if (result is not null)
                json.WriteString("result", result);
            foreach (var change in request.Changes.DistinctBy(change => change.Target))
            {
                if (text(change) is { } value)
                    json.WriteString(change.Target is "where" or "result" ? $"./{change.Target}" : change.Target, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
