using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>A small OpenID issuer on loopback: discovery, keys, and tokens signed with a key of its own.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestIssuer(WebApplication app) => _app = app;

    public string Name { get; private set; } = "";

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; private set; } = "key-1";

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.UseRouting();
        app.MapGet("/realm/.well-known/openid-configuration", context => context.Response.WriteAsync(issuer.Discovery()));
        app.MapGet("/realm/keys", context => context.Response.WriteAsync(issuer.Keys()));
        await app.StartAsync(TestContext.Current.CancellationToken);
        issuer.Name = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/realm";
        return issuer;
    }

    /// <summary>An address at which nobody answers: the port was free a moment ago.</summary>
    public static string Silent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/realm";
    }

    public void RotateKey(string id)
    {
        Key.Dispose();
        Key = RSA.Create(2048);
        KeyId = id;
    }

    /// <summary>The claims of somebody who may read.</summary>
    public JsonObject Claims() => new()
    {
        ["iss"] = Name,
        ["aud"] = "fairlead",
        ["sub"] = "f3b1",
        ["preferred_username"] = "alice@example.com",
        ["scope"] = "openid fairlead.read",
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    public string Sign(JsonObject claims, string algorithm = "RS256") => Sign(claims, algorithm, content => Key.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Sign(JsonObject claims, string algorithm, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = KeyId };
        var content = $"{Encode(header)}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private string Discovery() => new JsonObject { ["issuer"] = Name, ["jwks_uri"] = Name + "/keys", ["id_token_signing_alg_values_supported"] = new JsonArray("RS256") }.ToJsonString();

    private string Keys()
    {
        var key = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        }.ToJsonString();
    }
}
