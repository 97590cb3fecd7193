using System.Collections.Concurrent;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>What people who look should know and no request caused: site files that became unusable, for one. In memory, gone when it is over.</summary>
public sealed class Notices(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Notice> _notices = new(StringComparer.Ordinal);

    /// <summary>By subject.</summary>
    public IReadOnlyList<Notice> All => [.. _notices.Values.OrderBy(notice => notice.Subject, StringComparer.Ordinal)];

    /// <param name="subject">What it is about, such as <c>site files</c>.</param>
    /// <param name="message">Null: it is over.</param>
    public void Set(string subject, string? message)
    {
        if (message is null)
            _notices.TryRemove(subject, out _);
        else
            _notices.AddOrUpdate(subject, key => new(key, message, time.GetUtcNow()), (key, before) => before with { Message = message });
    }

    internal static void Map(IEndpointRouteBuilder endpoints, Notices notices) => endpoints
        .MapGet(LedgerFeature.Root + "/notices", Ok<IReadOnlyList<Notice>> (HttpContext context) => TypedResults.Ok(context.Caller().MayEverywhere(Scope.Read) ? notices.All : []))
        .WithTags("server").WithName("listNotices").WithSummary("What people who look should know: site files that became unusable, for one.").RequireScope(Scope.Read);
}

/// <param name="Since">When it began.</param>
public sealed record Notice(string Subject, string Message, DateTimeOffset Since);
