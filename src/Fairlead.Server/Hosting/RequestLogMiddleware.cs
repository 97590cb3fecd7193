using System.Diagnostics;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>One line for each request. The query is left out: the start token stands in it.</summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // As the client wrote it: encoded, so that nobody writes lines of their own into the log.
        var path = context.Request.Path.ToUriComponent();
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var level = TransportMiddleware.IsHealth(context.Request) ? LogLevel.Debug : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                var caller = context.User.KnownCaller()?.Name ?? "-";
                Log.Answered(logger, level, context.Request.Method, path, context.Response.StatusCode, milliseconds, caller, context.Connection.RemoteIpAddress);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5002, Message = "{Method} {Path} {Status} {Milliseconds:0.0} ms {Caller} {Peer}")]
        public static partial void Answered(ILogger logger, LogLevel level, string method, string path, int status, double milliseconds, string caller, System.Net.IPAddress? peer);
    }
}
