using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Server.Api;

namespace Fairlead.Cli.Desk;

/// <summary>A server's API.</summary>
internal sealed class RemoteDesk : ILedgerDesk
{
    private const int PageSize = 1000;

    private readonly HttpClient _client;

    /// <param name="server">Its address, without the API's path.</param>
    /// <param name="token">Sent with every request, and shown nowhere.</param>
    public RemoteDesk(Uri server, string token)
    {
        // A redirect would carry the token to whoever the answer names.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<LedgerOutcome> ReserveAsync(ReserveRequest request, string? why, CancellationToken ct)
    {
        var body = new ReservationWish(request.Kind.NameOf(), request.Owner, request.Address?.ToString(), request.Address is null ? request.Count : null, request.Note, request.Until);
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{Escaped(request.Site)}/segments/{Escaped(request.Segment)}/reservations{(request.IsDryRun ? "?dryRun=true" : "")}")
        {
            Content = new StringContent(JsonSerializer.Serialize(body, DeskJson.Default.ReservationWish), Encoding.UTF8, "application/json"),
        };
        if (request.Key is { } key && !request.IsDryRun)
            message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await OutcomeOfAsync(message, why, GrantedOf, request.Address, ct);
    }

    public async Task<LedgerOutcome> ReleaseAsync(ReleaseRequest request, string? why, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/sites/{Escaped(request.Site)}/reservations/{request.Reservation}{(request.IsDryRun ? "?dryRun=true" : "")}");
        return await OutcomeOfAsync(message, why, GrantedOf, null, ct);
    }

    public async Task<LedgerOutcome> RecordAsync(RecordChangesRequest request, string? why, CancellationToken ct)
    {
        var body = new AppliedReport(request.Where, request.Result, [.. request.Changes.Select(change => new AppliedReportChange(change.Target, change.Before, change.After))]);
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{Escaped(request.Site)}/applied")
        {
            Content = new StringContent(JsonSerializer.Serialize(body, DeskJson.Default.AppliedReport), Encoding.UTF8, "application/json"),
        };
        return await OutcomeOfAsync(message, why, _ => new Observed(), null, ct);
    }

    public async IAsyncEnumerable<Holding> ListAsync(string site, string? segment, [EnumeratorCancellation] CancellationToken ct)
    {
        var path = segment is null ? $"/api/v1/sites/{Escaped(site)}/reservations" : $"/api/v1/sites/{Escaped(site)}/segments/{Escaped(segment)}/reservations";
        for (string? next = ""; next is not null;)
        {
            var page = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}?limit={PageSize}{(next.Length > 0 ? $"&after={next}" : "")}"), ct);
            foreach (var item in page.GetProperty("items").EnumerateArray())
                yield return item.Deserialize(LedgerJson.Default.HoldingDocument)!.ToHolding();
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
    }

    public async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string? site, string? subject, int most, CancellationToken ct)
    {
        var query = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"/api/v1/history?order=desc&limit={most}"));
        if (site is not null)
            query.Append("&site=").Append(Escaped(site));
        if (subject is not null)
            query.Append("&subject=").Append(Escaped(subject));
        var page = await GetAsync(query.ToString(), ct);
        return
        [
            .. page.GetProperty("items").EnumerateArray().Select(item => new HistoryEntry(
                item.GetProperty("id").GetInt64(), item.GetProperty("at").GetDateTimeOffset(), Text(item, "who")!, Text(item, "action")!, Text(item, "site")!, Text(item, "subject")!, Text(item, "why"), Raw(item, "before"), Raw(item, "after"))),
        ];
    }

    public Task<JsonElement> WhoAsync(IpRange asked, CancellationToken ct) => GetAsync($"/api/v1/claims?address={Escaped(asked.ToString())}", ct);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Raw(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, json) = await SendAsync(message, ct);
        return (int)status < 300 ? json : throw Failure(json, status);
    }

    private static Granted GrantedOf(JsonElement json) => new(json.Deserialize(LedgerJson.Default.HoldingDocument)!.ToHolding(), IsNew: true);

    private async Task<LedgerOutcome> OutcomeOfAsync(HttpRequestMessage message, string? why, Func<JsonElement, LedgerOutcome> read, IpRange? asked, CancellationToken ct)
    {
        if (why is not null)
            message.Headers.TryAddWithoutValidation("X-Fairlead-Why", why);
        var (status, json) = await SendAsync(message, ct);
        if ((int)status < 300)
            return read(json);
        var (type, said) = (Text(json, "type"), Sentence(json, status));
        if (type == ProblemTypes.AlreadyHeld.Address)
            return new AlreadyHeld(asked ?? default, Text(json, "holder")!, Text(json, "source")!, Text(json, "reservation") is { } id ? Guid.Parse(id) : null, Text(json, "nearest") is { } nearest ? IpRange.Parse(nearest) : null);
        // What the message says of numbers is enough for people.
        if (status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            return new Refused(status == HttpStatusCode.NotFound ? RefusalReason.NoSuchReservation : RefusalReason.Immutable, said, Text(json, "hint") ?? "");
        return status == HttpStatusCode.UnprocessableEntity ? new Refused(RefusalReason.Unusable, said, Text(json, "hint") ?? "") : throw Failure(json, status);
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpRequestMessage message, CancellationToken ct)
    {
        try
        {
            using var response = await _client.SendAsync(message, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return (response.StatusCode, document.RootElement.Clone());
        }
        catch (HttpRequestException exception)
        {
            throw new LedgerUnavailableException($"{_client.BaseAddress} can't be asked: {exception.Message}", exception);
        }
        catch (TaskCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new LedgerUnavailableException($"{_client.BaseAddress} does not answer. Whether anything was changed is not known; send it again with the same --key.", exception) { IsUncertain = true };
        }
        catch (JsonException exception)
        {
            throw new LedgerUnavailableException($"{_client.BaseAddress} answers something that is not Fairlead's: is that the server's address?", exception);
        }
    }

    /// <summary>Below 500 the server says that the request was wrong, or who asked; from there on, that it can't answer.</summary>
    private static Exception Failure(JsonElement problem, HttpStatusCode status) =>
        (int)status < 500 ? new UnusableInputException(Sentence(problem, status)) : new LedgerUnavailableException(Sentence(problem, status));

    private static string Sentence(JsonElement problem, HttpStatusCode status) =>
        Text(problem, "detail") ?? Text(problem, "title") ?? string.Create(CultureInfo.InvariantCulture, $"The server answers with status {(int)status}.");
}

/// <summary>The body of a reservation, as the API takes it.</summary>
internal sealed record ReservationWish(string Kind, string Owner, string? Address, int? Count, string? Note, DateTimeOffset? Until);

/// <summary>The body of what was changed outside, as the API takes it.</summary>
internal sealed record AppliedReport(string Where, string Result, IReadOnlyList<AppliedReportChange> Changes);

internal sealed record AppliedReportChange(string Target, string? Before, string? After);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReservationWish))]
[JsonSerializable(typeof(AppliedReport))]
internal sealed partial class DeskJson : JsonSerializerContext;
