using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.SystemTests.Serving;

/// <summary>A registry of containers on loopback with one image, which is next to empty: in place of the base image on the Internet.</summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly WebApplication _app;

    private LocalRegistry(WebApplication app) => _app = app;

    /// <summary>For <c>ContainerBaseImage</c>.</summary>
    public string Image => $"localhost:{new Uri(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port}/base:1";

    public static async Task<LocalRegistry> StartAsync(CancellationToken ct)
    {
        var (layer, packed) = EmptyLayer();
        var config = Encoding.UTF8.GetBytes($$"""{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin"],"User":"1654"},"rootfs":{"type":"layers","diff_ids":["{{Digest(layer)}}"]},"history":[{"created":"2026-01-01T00:00:00Z"}]}""");
        var manifest = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{config.Length}},"digest":"{{Digest(config)}}"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{packed.Length}},"digest":"{{Digest(packed)}}"}]}""");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.Run(context => context.Request.Path.Value switch
        {
            "/v2/" or "/v2" => AnswerAsync(context, "{}"u8.ToArray(), "application/json"),
            { } path when path.Contains("/manifests/", StringComparison.Ordinal) => AnswerAsync(context, manifest, ManifestType),
            { } path when path.EndsWith(Digest(config), StringComparison.Ordinal) => AnswerAsync(context, config, "application/octet-stream"),
            { } path when path.EndsWith(Digest(packed), StringComparison.Ordinal) => AnswerAsync(context, packed, "application/octet-stream"),
            _ => Results.NotFound().ExecuteAsync(context),
        });
        await app.StartAsync(ct);
        return new LocalRegistry(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static async Task AnswerAsync(HttpContext context, byte[] content, string type)
    {
        (context.Response.ContentType, context.Response.ContentLength) = (type, content.Length);
        context.Response.Headers["Docker-Content-Digest"] = Digest(content);
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static (byte[] Layer, byte[] Packed) EmptyLayer()
    {
        using var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "tmp"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(layer.ToArray());
        return (layer.ToArray(), packed.ToArray());
    }
}
