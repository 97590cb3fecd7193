using System.Text.Json;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>What a process with the server in it writes: its log on standard error, and nothing of it on standard output.</summary>
public sealed class LogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_goes_to_standard_error_as_text()
    {
        var answer = await RunAsync(nameof(Serve_and_log_text));
        Assert.Matches(@"(?m)^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: Fairlead\.Server\.Hosting\.RequestLogMiddleware\[5002\] GET / 303 \d+\.\d ms - 127\.0\.0\.1$", answer.Errors);
        Assert.DoesNotContain("fl_", answer.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("RequestLogMiddleware", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_can_be_objects_for_programs()
    {
        var answer = await RunAsync(nameof(Serve_and_log_objects));
        var line = Assert.Single(answer.Errors.Split('\n'), line => line.Contains("\"EventId\":5002", StringComparison.Ordinal));
        using var entry = JsonDocument.Parse(line);
        var state = entry.RootElement.GetProperty("State");
        Assert.Equal("GET", state.GetProperty("Method").GetString());
        Assert.Equal("/", state.GetProperty("Path").GetString());
        Assert.Equal(303, state.GetProperty("Status").GetInt32());
        Assert.DoesNotContain("fl_", answer.Errors, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public Task Serve_and_log_text() => ServeAsync(isJson: false);

    [Fact(Explicit = true)]
    public Task Serve_and_log_objects() => ServeAsync(isJson: true);

    private static async Task ServeAsync(bool isJson)
    {
        await using var server = FairleadServer.Create(new ServerOptions { StartToken = new StartToken("root"), IsLogJson = isJson });
        await server.StartAsync(Ct);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var response = await client.GetAsync(server.StartAddress, Ct);
        await server.StopAsync(Ct);
    }

    private static async Task<Answer> RunAsync(string test)
    {
        var answer = await Shell.RunAsync(Environment.ProcessPath!, ["-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(LogTests).FullName}.{test}"], Ct);
        return answer.OrThrow(test);
    }
}
