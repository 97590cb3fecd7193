using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>The real server on a free port of loopback, with a few endpoints to ask for, a folder for its tokens, and its log.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly Log _log = new();
    private readonly FairleadServer _server;

    private RunningServer(TestFolder folder, Func<ServerOptions, ServerOptions> settings, ServerFeature? more)
    {
        _folder = folder;
        Tokens = TokenFile.In(folder.Path, TimeProvider.System);
        Admin = Tokens.Create("admin", Grant.Everything).Secret;
        var options = settings(new ServerOptions { Tokens = Tokens, LogLevel = LogLevel.Debug });
        _server = FairleadServer.Create(options, Samples with { Services = services => services.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider>(_log) }, more ?? new ServerFeature());
    }

    public TokenFile Tokens { get; }

    /// <summary>The secret of a token that may do everything.</summary>
    public string Admin { get; }

    public Uri Address => _server.Addresses[0];

    public FairleadServer Server => _server;

    /// <summary>Every line so far, of whatever level.</summary>
    public string Logged => string.Join('\n', _log.Lines);

    public static Task<RunningServer> StartAsync(ServerFeature? more = null) => StartAsync(options => options, more);

    public static async Task<RunningServer> StartAsync(Func<ServerOptions, ServerOptions> settings, ServerFeature? more = null)
    {
        var folder = new TestFolder();
        try
        {
            var running = new RunningServer(folder, settings, more);
            await running._server.StartAsync(TestContext.Current.CancellationToken);
            return running;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Without cookies of its own, and without following redirects.</summary>
    public HttpClient Client(string? token = null, HttpMessageHandler? handler = null)
    {
        var client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends octets as they are and returns all that comes back until the server closes.</summary>
    public Task<string> SendRawAsync(string request) => SendRawAsync(Encoding.Latin1.GetBytes(request));

    public async Task<string> SendRawAsync(byte[] request, bool closes = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        if (closes)
            socket.Client.Shutdown(SocketShutdown.Send);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset by the server: what came before is the answer.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Endpoints of every kind of access.</summary>
    private static ServerFeature Samples { get; } = new()
    {
        Json = SampleJson.Default,
        Endpoints = static endpoints =>
        {
            endpoints.MapGet("/api/v1/sites/{site}", static (HttpContext context) => context.Response.WriteAsync(context.Caller().Name)).RequireScope(Scope.Read);
            endpoints.MapGet("/api/v1/sites", static (HttpContext context) => context.Response.WriteAsync(string.Join(',', new[] { "madrid", "paris" }.Where(context.Caller().MaySee)))).RequireScope(Scope.Read);
            endpoints.MapPost("/api/v1/sites/{site}/reservations", static (HttpContext context) => context.Response.WriteAsync(context.Caller().Name)).RequireScope(Scope.Reserve);
            endpoints.MapPost("/api/v1/bodies", static (SampleBody body) => TypedResults.Ok(body)).RequireScopeOnEverySite(Scope.Admin);
            endpoints.MapPost("/api/v1/all", static (HttpContext context) => Task.CompletedTask).RequireScopeOnEverySite(Scope.Admin);
            endpoints.MapPost("/api/v1/small", static async (HttpContext context) => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted)).RequireScope(Scope.Admin).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(10));
            endpoints.MapGet("/forgotten", static (HttpContext context) => context.Response.WriteAsync("read"));
            endpoints.MapGet("/fails", static Task (HttpContext _) => throw new InvalidOperationException("the secret of the house")).RequireScope(Scope.Read);
            endpoints.MapGet("/fails-late", static async (HttpContext context) =>
            {
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
                throw new InvalidOperationException("the secret of the house");
            }).RequireScope(Scope.Read);
            endpoints.MapGet("/waits", static (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted)).RequireScope(Scope.Read);
            endpoints.MapGet("/", static (HttpContext context) =>
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                return context.Response.WriteAsync("<!doctype html><title>Fairlead</title>");
            }).RequireScope(Scope.Read);
        },
    };

    public sealed record SampleBody(string Owner, int Count);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(SampleBody))]
    internal sealed partial class SampleJson : JsonSerializerContext;

    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
