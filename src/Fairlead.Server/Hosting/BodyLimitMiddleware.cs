using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Server.Hosting;

/// <summary>Refuses a body that announces more than it may have before a byte of it is read. One that announces nothing is cut off by Kestrel while it is read.</summary>
internal sealed class BodyLimitMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // The endpoint's own limit, where it has one, is in the feature since routing.
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return context.Request.ContentLength > limit ? ProblemMiddleware.TooLarge(context).WriteAsync(context) : next(context);
    }
}
