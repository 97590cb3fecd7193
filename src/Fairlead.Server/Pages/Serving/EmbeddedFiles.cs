using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Serving;

/// <summary>
/// Styles, scripts and pictures, which are parts of the assembly. Each has the hash of its content in its address, so a browser keeps it for ever
/// and a new version is another file.
/// </summary>
internal static class EmbeddedFiles
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, EmbeddedFile> ByName = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => Read(name[Prefix.Length..]))
        .ToFrozenDictionary(file => file.Name);

    public static string AddressOf(string name) => ByName.TryGetValue(name, out var file) ? $"/assets/{file.Hash}/{name}" : throw new ArgumentException($"No such file: {name}.", nameof(name));

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/assets/{hash}/{name}", (RequestDelegate)ServeAsync).AllowAnonymous().ExcludeFromDescription();

    private static Task ServeAsync(HttpContext context)
    {
        if (!ByName.TryGetValue((string)context.GetRouteValue("name")!, out var file) || (string)context.GetRouteValue("hash")! != file.Hash)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Bytes.Length;
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    private static EmbeddedFile Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"What is a file that ends in {other}?"),
        };
        return new EmbeddedFile(name, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], type, bytes);
    }

    private sealed record EmbeddedFile(string Name, string Hash, string Type, byte[] Bytes);
}
