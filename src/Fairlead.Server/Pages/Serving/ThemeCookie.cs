using Fairlead.Server.Pages.Layout;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Pages.Serving;

/// <summary>Light or dark, where the user chose: a cookie rather than a script, so that no page flashes in the other.</summary>
internal static class ThemeCookie
{
    private const string Name = "fairlead-theme";

    public static Theme Read(HttpRequest request) => Parse(request.Cookies[Name]);

    /// <summary>The form at <c>/theme</c>.</summary>
    public static async Task SetAsync(PageContext page)
    {
        var theme = Parse(await page.FieldAsync("theme"));
        var cookies = page.Http.Response.Cookies;
        if (theme == Theme.Auto)
            cookies.Delete(Name);
        else
            cookies.Append(Name, theme == Theme.Dark ? "dark" : "light", new CookieOptions { SameSite = SameSiteMode.Strict, HttpOnly = true, Secure = page.Http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        await page.SeeAsync(Own(await page.FieldAsync("back")));
    }

    /// <summary>A path of this server; anything that a browser might take for another's is the first page.</summary>
    private static string Own(string? address) =>
        address is ['/', not ('/' or '\\'), ..] && !address.AsSpan().ContainsAnyInRange('\0', ' ') && !address.Contains('\\', StringComparison.Ordinal) ? address : "/";

    private static Theme Parse(string? text) => text switch
    {
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        _ => Theme.Auto,
    };
}
