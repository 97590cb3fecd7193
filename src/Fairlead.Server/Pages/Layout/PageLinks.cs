using System.Globalization;

namespace Fairlead.Server.Pages.Layout;

/// <summary>Addresses of pages. Names come from files: every part is escaped.</summary>
public static class PageLinks
{
    public static string Of(PageSection section, string? site)
    {
        var name = section switch
        {
            PageSection.Map => "map",
            PageSection.Clusters => "clusters",
            PageSection.Reservations => "reservations",
            PageSection.Findings => "findings",
            PageSection.History => "history",
            _ => "",
        };
        return site is null ? "/" + name : name.Length == 0 ? Site(site) : $"{Site(site)}/{name}";
    }

    public static string Site(string site) => $"/sites/{Uri.EscapeDataString(site)}";

    public static string Reserve(string site, string? segment = null) => $"{Site(site)}/reserve{Query(("segment", segment))}";

    public static string Release(string site, Guid id) => $"{Site(site)}/reservations/{id}/release";

    public static string Entry(long id) => string.Create(CultureInfo.InvariantCulture, $"/history/{id}");

    public static string Rule(string id) => $"/rules/{Uri.EscapeDataString(id)}";

    /// <summary>The map, at a range.</summary>
    public static string Map(string? site, string space, string range) => $"{Of(PageSection.Map, site)}{Query(("space", space))}#{Uri.EscapeDataString(range)}";

    public static string Search(string text) => "/search" + Query(("q", text));

    /// <summary>With a question mark, or empty when no parameter has a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }
}
