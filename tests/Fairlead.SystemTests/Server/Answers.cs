using System.Net;
using System.Text.Json;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>What every failure has to look like.</summary>
internal static class Answers
{
    /// <summary>A problem document of this kind, and nothing that tells of the inside.</summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage response, ProblemType type)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((HttpStatusCode)type.Status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains("Server"));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        return IsProblem(text, type);
    }

    /// <summary>The same for an answer as it came through a socket.</summary>
    public static JsonElement IsProblem(string text, ProblemType type)
    {
        var body = text.StartsWith("HTTP/", StringComparison.Ordinal) ? text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : text;
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement.Clone();
        Assert.Equal(type.Address, root.GetProperty("type").GetString());
        Assert.Equal(type.Status, root.GetProperty("status").GetInt32());
        Assert.Equal(type.Title, root.GetProperty("title").GetString());
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fl_", text, StringComparison.Ordinal);
        return root;
    }
}
