using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class TlsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly PemFiles _pem;

    public TlsTests() => _pem = new PemFiles(_folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pem.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_server_speaks_TLS_with_the_whole_chain_and_HTTP_2()
    {
        await using var server = await StartAsync(_pem.Write("first"));
        Assert.Equal("https", server.Address.Scheme);
        using var client = server.Client(server.Admin, _pem.Handler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites/madrid") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, Ct);
        Assert.Equal("token:admin", await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpVersion.Version20, response.Version);
    }

    [Fact]
    public async Task Under_TLS_the_cookie_is_bound_to_the_host()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Tls = _pem.Write("first"), StartToken = new StartToken("root") });
        using var client = server.Client(handler: _pem.Handler());
        using var response = await client.GetAsync(server.Server.StartAddress, Ct);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-fairlead-", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_files_are_used_from_the_next_connection_on_and_bad_ones_never()
    {
        var files = _pem.Write("first");
        await using var server = await StartAsync(files);
        Assert.Equal("CN=first", await NameAsync(server));
        _pem.Write("second");
        File.SetLastWriteTimeUtc(files.CertificateFile, DateTime.UtcNow.AddSeconds(5));
        Assert.Equal("CN=second", await NameAsync(server));
        File.WriteAllText(files.KeyFile, "-----BEGIN nothing");
        File.SetLastWriteTimeUtc(files.KeyFile, DateTime.UtcNow.AddSeconds(10));
        Assert.Equal("CN=second", await NameAsync(server));
        Assert.Contains("The last good certificate stays in use", server.Logged, StringComparison.Ordinal);
        File.Delete(files.CertificateFile);
        Assert.Equal("CN=second", await NameAsync(server));
        _pem.Write("third");
        Assert.Equal("CN=third", await NameAsync(server));
    }

    [Fact]
    public async Task Plain_HTTP_on_the_TLS_port_gets_nothing()
    {
        await using var server = await StartAsync(_pem.Write("first"));
        Assert.Equal("", await server.SendRawAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    public static TheoryData<string, Action<TlsFiles>, string> Faults => new()
    {
        { "no certificate file", files => File.Delete(files.CertificateFile), "tls.crt can't be read" },
        { "no key file", files => File.Delete(files.KeyFile), "tls.key can't be read" },
        { "no PEM", files => File.WriteAllText(files.CertificateFile, "hello"), "holds no certificate" },
        { "damaged", files => File.WriteAllText(files.CertificateFile, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "tls.crt" },
        { "the certificate as its key", files => File.Copy(files.CertificateFile, files.KeyFile, overwrite: true), "holds no private key" },
        { "an encrypted key", files => File.WriteAllText(files.KeyFile, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"), "without a passphrase" },
        { "another key", files => File.WriteAllText(files.KeyFile, OtherKey()), "is not the key of the certificate" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Files_that_are_no_pair_refuse_the_start_and_are_named(string _, Action<TlsFiles> spoil, string said)
    {
        var files = _pem.Write("first");
        spoil(files);
        var refusal = await Assert.ThrowsAsync<ServerStartException>(() => StartAsync(files));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_refuses_the_start()
    {
        var files = _pem.Write("old", TimeSpan.FromDays(-1));
        var refusal = await Assert.ThrowsAsync<ServerStartException>(() => StartAsync(files));
        Assert.Contains("expired on", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(TlsFiles files) => RunningServer.StartAsync(options => options with { Tls = files });

    private static string OtherKey()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private async Task<string?> NameAsync(RunningServer server)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Ct);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = _pem.Trust() }, Ct);
        return tls.RemoteCertificate?.Subject;
    }
}
