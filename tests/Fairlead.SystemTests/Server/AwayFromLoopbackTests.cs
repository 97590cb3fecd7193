using System.Net;
using System.Net.Sockets;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>
/// Addresses that other machines could reach, in a network namespace in which there are none: this program starts itself there, for the explicit
/// tests below. Nothing listens beyond loopback of the machine itself.
/// </summary>
public sealed class AwayFromLoopbackTests
{
    private const string Address = "192.0.2.10";
    private const string Proxy = "192.0.2.11";
    private const string Mark = "FAIRLEAD_TEST_NAMESPACE";

    [Theory]
    [InlineData(nameof(With_TLS_and_tokens_it_serves_by_its_address_and_name))]
    [InlineData(nameof(Behind_a_proxy_only_the_proxy_is_heard_and_only_when_it_ended_TLS))]
    public async Task In_a_namespace(string test)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Network namespaces need root.");
        const string Script = $"ip link set lo up && ip address add {Address}/32 dev lo && ip address add {Proxy}/32 dev lo && {Mark}=1 exec \"$0\" -noLogo -noColor -explicit only -method \"$1\"";
        var answer = await Shell.RunAsync("unshare", ["--net", "sh", "-c", Script, Environment.ProcessPath!, $"{typeof(AwayFromLoopbackTests).FullName}.{test}"], TestContext.Current.CancellationToken);
        Assert.True(answer.ExitCode == 0, answer.Output + answer.Errors);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", answer.Output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task With_TLS_and_tokens_it_serves_by_its_address_and_name()
    {
        MustBeInside();
        using var folder = new TestFolder();
        using var pem = new PemFiles(folder);
        await using var server = await RunningServer.StartAsync(options => options with { Listen = [Listen(Address)], Tls = pem.Write("first"), Names = ["fairlead.example"] });
        // The client holds the certificate against the header Host, and what the server makes of that header is asked here.
        using var handler = pem.Handler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch) == 0;
        using var client = server.Client(server.Admin, handler);
        foreach (var (host, status) in new[] { ("fairlead.example", HttpStatusCode.OK), (Address, HttpStatusCode.OK), (Proxy, HttpStatusCode.MisdirectedRequest), ("127.0.0.1", HttpStatusCode.MisdirectedRequest), ("evil.example", HttpStatusCode.MisdirectedRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites/madrid") { Headers = { Host = host } };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((host, status), (host, response.StatusCode));
        }
    }

    [Fact(Explicit = true)]
    public async Task Behind_a_proxy_only_the_proxy_is_heard_and_only_when_it_ended_TLS()
    {
        MustBeInside();
        await using var server = await RunningServer.StartAsync(options => options with
        {
            Listen = [Listen(Address)],
            TrustedProxies = [IpPrefix.Parse(Proxy + "/32")],
            Names = ["fairlead.example"],
        });
        const string Https = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 198.51.100.7\r\n";
        Answers.IsProblem(await AskAsync(server, Address, "/api/v1/sites/madrid", ""), ProblemTypes.TransportRefused);
        Answers.IsProblem(await AskAsync(server, Address, "/api/v1/sites/madrid", Https), ProblemTypes.TransportRefused);
        Answers.IsProblem(await AskAsync(server, Proxy, "/api/v1/sites/madrid", ""), ProblemTypes.TransportRefused);
        Answers.IsProblem(await AskAsync(server, Proxy, "/api/v1/sites/madrid", "X-Forwarded-Proto: http\r\n"), ProblemTypes.TransportRefused);
        Assert.EndsWith("token:admin", await AskAsync(server, Proxy, "/api/v1/sites/madrid", Https), StringComparison.Ordinal);
        Assert.Contains("198.51.100.7", server.Logged, StringComparison.Ordinal);
        Assert.Contains("""{"status":"ok"}""", await AskAsync(server, Address, "/healthz", "", Address), StringComparison.Ordinal);
        Answers.IsProblem(await AskAsync(server, Proxy, "/healthz", Https, "evil.example"), ProblemTypes.MisdirectedRequest);
    }

    private static void MustBeInside() => Assert.True(Environment.GetEnvironmentVariable(Mark) == "1", "This is a part of In_a_namespace.");

    private static ListenAddress Listen(string address) => new(IPAddress.Parse(address), 0);

    private static async Task<string> AskAsync(RunningServer server, string from, string path, string headers, string host = "fairlead.example")
    {
        using var socket = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {server.Admin}\r\n{headers}Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        // An answer of unknown length comes in chunks.
        return text.Replace("\r\n0\r\n\r\n", "", StringComparison.Ordinal);
    }
}
