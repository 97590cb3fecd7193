using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Fairlead.Server.Api;

/// <summary>
/// What changes, as it changes: <c>/api/v1/events</c>, server-sent events (WHATWG HTML 9.2). Ids are those of history; with Last-Event-ID, or <c>after</c>, it goes on
/// behind that entry without loss, else it begins with the next change.
/// </summary>
internal static class EventsResource
{
    /// <summary>Proxies close what is silent for a minute.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(LedgerFeature.Root + "/events", Stream).WithTags("history")
        .WithName("streamEvents").WithSummary("What changes, as server-sent events; Last-Event-ID goes on without loss.")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").RequireScope(Scope.Read).DisableRequestTimeout();

    private static async Task Stream(HttpContext context, Ledger.Ledger ledger, EventFeed feed, IHostApplicationLifetime lifetime, TimeProvider time, long? after)
    {
        var last = LastOf(context.Request, after) ?? ledger.View.LastEntry;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var changes = feed.Subscribe();
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"retry: 1000\nid: {last}\n\n"), ending.Token);
            while (true)
            {
                for (var found = await feed.AfterAsync(last, ending.Token); found.Count > 0; found = await feed.AfterAsync(last, ending.Token))
                {
                    await response.WriteAsync(Text(found, context.Caller()), ending.Token);
                    last = found[^1].Id;
                }

                await response.Body.FlushAsync(ending.Token);
                if (!await ChangedAsync(changes, time, ending.Token))
                    await response.WriteAsync(":\n\n", ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The listener is gone, or the server ends.
        }
    }

    /// <returns>False when nothing changed for a while.</returns>
    private static async Task<bool> ChangedAsync(EventFeed.Subscription changes, TimeProvider time, CancellationToken ct)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = time.CreateTimer(_ => wait.Cancel(), null, Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            return await changes.WaitAsync(wait.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>An event whose site the listener may not see keeps its id alone, so that going on stays exact.</summary>
    private static string Text(IReadOnlyList<ChangeEvent> events, Caller caller)
    {
        var text = new StringBuilder();
        foreach (var change in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"id: {change.Id}\n");
            if (caller.MaySee(change.Site))
                text.Append(CultureInfo.InvariantCulture, $"event: {change.Action}\ndata: {JsonSerializer.Serialize(change, ApiJson.Default.ChangeEvent)}\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <exception cref="BadHttpRequestException">It is no id of this server.</exception>
    private static long? LastOf(HttpRequest request, long? after)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        if (header.Length == 0)
            return after;
        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : throw new BadHttpRequestException("Last-Event-ID is the id of an event of this server.");
    }
}
