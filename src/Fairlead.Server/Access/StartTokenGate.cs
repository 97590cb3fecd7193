using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Access;

/// <summary>Turns <c>/?token=…</c> into a cookie and takes the token out of the address, where it would stay in history and bookmarks.</summary>
internal sealed partial class StartTokenGate(RequestDelegate next, Sessions sessions, ILogger<StartTokenGate> logger, StartToken? start = null)
{
    public const string Parameter = "token";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path != "/" || !HttpMethods.IsGet(request.Method) || !request.Query.TryGetValue(Parameter, out var secret))
            return next(context);
        // A browser that fetches in advance would use the token up for nobody.
        var isAdvance = request.Headers.ContainsKey("Sec-Purpose") || request.Headers.ContainsKey("Purpose");
        if (!isAdvance && start?.TryUse(secret.ToString()) == true)
        {
            sessions.Open(context, start);
            Log.Opened(logger, start.User);
        }
        else if (context.User.KnownCaller() is not { IsPage: true })
        {
            // A person gets the page that asks for a token, and says this too. What stood in the address does not get into it.
            request.QueryString = QueryString.Empty;
            return AccessAnswers.IsForPerson(request) ? next(context) : AccessAnswers.Challenge(context, "The address with a token works once. Start Fairlead again for a new one.");
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = "/";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(5102, LogLevel.Information, "The start token was used: a session for {User} begins")]
        public static partial void Opened(ILogger logger, string user);
    }
}
