using System.Diagnostics;
using System.Text.Json;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>What a person sees at an address where nothing stands; programs get the problem document.</summary>
internal delegate Task UnknownAddress(HttpContext context);

/// <summary>Turns every failure below into a problem document: exceptions, and statuses that came without a body.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, IReadOnlyList<Func<Exception, Problem?>> mappings, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is there to hear
        }
        catch (Exception exception)
        {
            var problem = Of(context, exception);
            if (problem.Type == ProblemTypes.Internal || exception is TokenFileException)
                Log.Failed(logger, context.Request.Method, context.Request.Path.ToUriComponent(), exception);
            Reset(context.Response);
            await problem.WriteAsync(context);
            return;
        }

        if (context.Response is not { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            return;
        if (context.Response.StatusCode == StatusCodes.Status404NotFound && AccessAnswers.IsForPerson(context.Request) && context.RequestServices.GetService<UnknownAddress>() is { } show)
            await show(context);
        else
            await Bare(context).WriteAsync(context);
    }

    /// <summary>What a handler had prepared before it failed is not for the client; what tells it how to go on was set by the problem itself.</summary>
    private static void Reset(HttpResponse response)
    {
        if (!response.HasStarted)
            response.Clear();
    }

    private Problem Of(HttpContext context, Exception exception)
    {
        foreach (var map in mappings)
        {
            if (map(exception) is { } mapped)
                return mapped;
        }

        return exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => TooLarge(context),
            BadHttpRequestException { InnerException: JsonException json } => new Problem(ProblemTypes.MalformedBody, Place(json)),
            BadHttpRequestException { StatusCode: 408 } => new Problem(ProblemTypes.RequestTimeout),
            BadHttpRequestException { StatusCode: 415 } => new Problem(ProblemTypes.UnsupportedMediaType, "The body is expected as application/json."),
            // A body that ends before its announced length, chunks that are none, a parameter of another type.
            BadHttpRequestException bad => new Problem(ProblemTypes.BadRequest, bad.Message) { Status = bad.StatusCode },
            TokenFileException => new Problem(ProblemTypes.IdentityUnavailable),
            InvalidDataException => new Problem(ProblemTypes.BadRequest, "The form in the body can't be read."),
            _ => Internal(),
        };
    }

    public static Problem TooLarge(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return new Problem(ProblemTypes.BodyTooLarge, $"The body has more than {limit} bytes.").With("limit", limit);
    }

    private static Problem Internal() =>
        new Problem(ProblemTypes.Internal, "The log of the server says more.").With("traceId", Activity.Current?.TraceId.ToHexString());

    private static Problem Bare(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return new Problem(ProblemTypes.OfStatus(status)) { Status = status };
    }

    /// <summary>The path and place of a JSON fault; the exception's own text names types of the program.</summary>
    private static string Place(JsonException fault)
    {
        var at = fault.Path is { Length: > 0 } path ? $" at {path}" : "";
        var line = fault.LineNumber is { } number ? $" (line {number + 1}, byte {(fault.BytePositionInLine ?? 0) + 1})" : "";
        return $"The body is not the JSON that is expected{at}{line}: it is cut off, has a member that is missing, unknown or there twice, or a value of another type.";
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
