using Fairlead.Ledger;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Api;

/// <summary>What requests of all resources have in common.</summary>
internal static class Asking
{
    /// <summary>Entries of one page of a list.</summary>
    public const int MostOfPage = 1000;

    private const int UsualPage = 100;
    private const int LongestKey = 128;
    private const int LongestReason = 1000;

    /// <summary>Who asks, with the reason of the header <c>X-Fairlead-Why</c>.</summary>
    public static Actor Actor(this HttpContext context)
    {
        var why = context.Request.Headers["X-Fairlead-Why"].ToString();
        return new Actor(context.Caller().Name, why.Length == 0 ? null : why.Length > LongestReason ? why[..LongestReason] : why);
    }

    /// <summary>The idempotency key with the scope it counts in; null when none was sent.</summary>
    /// <exception cref="BadHttpRequestException">It is too long, or not of printable ASCII.</exception>
    public static string? Key(this HttpContext context, string site)
    {
        var header = context.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return null;
        var key = header.ToString();
        if (key.Length is 0 or > LongestKey || key.Any(character => character is < '!' or > '~'))
            throw new BadHttpRequestException($"Idempotency-Key takes 1 to {LongestKey} printable characters without spaces.");
        return $"{context.Caller().Name} {site} {key}";
    }

    /// <exception cref="BadHttpRequestException">It is not from 1 to <see cref="MostOfPage"/>.</exception>
    public static int Page(int? limit) => limit switch
    {
        null => UsualPage,
        >= 1 and <= MostOfPage => limit.Value,
        _ => throw new BadHttpRequestException($"limit goes from 1 to {MostOfPage}."),
    };
}

/// <summary>One page of a list.</summary>
/// <param name="Next">The value of <c>after</c> that goes on; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
