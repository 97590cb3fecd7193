using Fairlead.Server.Access;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.SignIn;

/// <summary>Asks for a token; the form goes to <see cref="SessionEndpoints"/>.</summary>
internal static class SignInPages
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/sign-in", (RequestDelegate)(context => ShowAsync(new PageContext(context), StatusCodes.Status200OK))).AllowAnonymous().ExcludeFromDescription();

    /// <param name="status">401 where another page was asked for.</param>
    public static Task ShowAsync(PageContext page, int status) =>
        page.ShowAsync<SignInPage, bool>(page.Frame("Sign in", PageSection.None), status == StatusCodes.Status401Unauthorized, status);
}
