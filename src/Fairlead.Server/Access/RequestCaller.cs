using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Access;

public static class RequestCaller
{
    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">Nobody: the endpoint is open to all.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.User.KnownCaller() ?? throw new InvalidOperationException("The endpoint allows callers without a name.");

    internal static Caller? KnownCaller(this ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller;
}
