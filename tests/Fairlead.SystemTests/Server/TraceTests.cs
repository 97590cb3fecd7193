using System.Net;
using System.Text;
using System.Threading.Channels;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class TraceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_go_to_the_collector_that_the_environment_names_without_a_secret()
    {
        var received = Channel.CreateUnbounded<string>();
        await using var collector = await CollectAsync(received.Writer);
        var address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var server = await RunningServer.StartAsync(options => options with
        {
            StartToken = new StartToken("root"),
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            },
        });
        var secret = server.Server.StartAddress!.Query["?token=".Length..];
        using var client = server.Client(server.Admin);
        using var opened = await client.GetAsync(server.Server.StartAddress, Ct);
        await client.GetStringAsync("/healthz", Ct);
        await client.GetStringAsync("/api/v1/sites/madrid", Ct);

        // Protobuf, of which the texts can be read. Spans go out in the order in which they end.
        var all = new StringBuilder();
        while (!all.ToString().Contains("/api/v1/sites/{site}", StringComparison.Ordinal))
            all.Append(await received.Reader.ReadAsync(Ct));
        Assert.Contains("fairlead", all.ToString(), StringComparison.Ordinal);
        Assert.Contains("url.path", all.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/healthz", all.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, all.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("fl_", all.ToString(), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> CollectAsync(ChannelWriter<string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => ReceiveAsync(context.Request.Path == "/v1/traces" ? context.Request.Body : Stream.Null));
        await app.StartAsync(Ct);
        return app;

        async Task ReceiveAsync(Stream body)
        {
            using var reader = new StreamReader(body, Encoding.Latin1);
            await received.WriteAsync(await reader.ReadToEndAsync(Ct), Ct);
        }
    }
}
