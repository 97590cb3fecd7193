using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Fairlead.Server.Observing;
using Xunit;

namespace Fairlead.SystemTests.Api;

/// <summary>The real server on loopback over a ledger: a new SQLite file, or the store given.</summary>
public sealed class ServedLedger : IAsyncDisposable
{
    private readonly string _folder;
    private readonly FairleadServer _server;

    private ServedLedger(Fairlead.Ledger.Ledger ledger, string folder, Watching? watching)
    {
        (Ledger, _folder) = (ledger, folder);
        Tokens = TokenFile.In(folder, TimeProvider.System);
        _server = FairleadServer.Create(new ServerOptions { Tokens = Tokens, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning, Limits = new ServerLimits { Rate = 100_000, Burst = 100_000 } }, LedgerFeature.Of(ledger, new Notices(TimeProvider.System), watching));
        Client = new HttpClient { DefaultRequestHeaders = { Authorization = BearerOf("admin", Grant.Everything) } };
    }

    public Fairlead.Ledger.Ledger Ledger { get; }

    public TokenFile Tokens { get; }

    public IServiceProvider Services => _server.Services;

    /// <summary>With a token that may do everything.</summary>
    public HttpClient Client { get; }

    public static async Task<ServedLedger> StartAsync(Func<string, ILedgerStore>? store = null, Watching? watching = null)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-api-").FullName;
        var ledger = await Fairlead.Ledger.Ledger.OpenAsync(store?.Invoke(folder) ?? new SqliteLedgerStore(Path.Combine(folder, "ledger.db")), TimeProvider.System, TestContext.Current.CancellationToken);
        var served = new ServedLedger(ledger, folder, watching);
        await served._server.StartAsync(TestContext.Current.CancellationToken);
        served.Client.BaseAddress = served._server.Addresses[0];
        return served;
    }

    public HttpClient With(string name, Scope scope, params string[] sites) =>
        new() { BaseAddress = Client.BaseAddress, DefaultRequestHeaders = { Authorization = BearerOf(name, new Grant(scope, SiteSet.Of(sites))) } };

    public Task<HttpResponseMessage> PutAsync(string site, string yaml, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{site}") { Content = new StringContent(yaml, Encoding.UTF8, "application/yaml") };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> ReserveAsync(object body, string? key = null, HttpClient? client = null, string site = "madrid", string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/segments/k8s/reservations{query}")
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return (client ?? Client).SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> GetAsync(string path, HttpClient? client = null) =>
        JsonNode.Parse(await (client ?? Client).GetStringAsync(path, TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private AuthenticationHeaderValue BearerOf(string name, Grant grant) => new("Bearer", Tokens.Create(name, grant).Secret);
}

internal static class Answered
{
    /// <summary>The body of an answer of this status.</summary>
    public static async Task<JsonNode> IsAsync(this Task<HttpResponseMessage> asking, int status)
    {
        using var response = await asking;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>A problem document of this type.</summary>
    public static async Task<JsonNode> IsProblemAsync(this Task<HttpResponseMessage> asking, ProblemType type)
    {
        using var response = await asking;
        Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True(type.Status == (int)response.StatusCode && type.Address == (string?)problem["type"], problem.ToString());
        return problem;
    }
}
