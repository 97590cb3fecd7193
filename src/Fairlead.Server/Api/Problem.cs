using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Api;

/// <summary>A problem document of RFC 9457: what every failure answers with. Never holds a stack trace, a secret or a type's name.</summary>
/// <param name="Detail">This one case, for a person: which object, what is wrong, what to do.</param>
public sealed record Problem(ProblemType Type, string? Detail = null) : IResult
{
    public const string MediaType = "application/problem+json";

    /// <summary>Where it differs from the kind's own.</summary>
    public int Status { get; init; } = Type.Status;

    /// <summary>Extension members (RFC 9457 3.2), in order.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Members { get; init; } = [];

    public Problem With(string member, JsonNode? value) => this with { Members = [.. Members, new(member, value)] };

    Task IResult.ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext);

    /// <summary>Makes this the answer; headers that are already set, such as <c>Allow</c>, stay. Once octets are out, the connection is broken off instead.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        var body = ToJson();
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Remove("ETag");
        // Without the request's own token: it is what has run out when the problem is that it took too long.
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    private ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, Type.Address);
            json.WriteString("title"u8, Type.Title);
            json.WriteNumber("status"u8, Status);
            if (Detail is not null)
                json.WriteString("detail"u8, Detail);
            foreach (var (name, value) in Members)
            {
                json.WritePropertyName(name);
                if (value is null)
                    json.WriteNullValue();
                else
                    value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
