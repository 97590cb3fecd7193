using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Server.Access;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Map;

/// <summary>The address map, its data, and the table beside it.</summary>
internal static class MapPages
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPages("map", ShowAsync);
        foreach (var pattern in (string[])["/map.json", "/sites/{site}/map.json"])
            endpoints.MapGet(pattern, (RequestDelegate)(context => DataAsync(new PageContext(context)))).RequireScope(Scope.Read).ExcludeFromDescription();
    }

    private static Task ShowAsync(PageContext page)
    {
        var spaces = page.Moment.Plan.Claims.Where(claim => page.Shows(claim.Site.Name)).Select(claim => claim.AddressSpace).Distinct().Order(StringComparer.Ordinal).ToList();
        var (space, from) = (SpaceOf(page) ?? (spaces.Contains(Site.DefaultAddressSpace) ? Site.DefaultAddressSpace : spaces.FirstOrDefault(Site.DefaultAddressSpace)), page.Number("from"));
        var all = MapEntries.Of(page, space);
        var families = all.Select(entry => entry.Range.Family).Distinct().Order().ToList();
        var family = page.Query("family") == "6" || families is [IpFamily.V6] ? IpFamily.V6 : IpFamily.V4;
        var (kind, entries) = (page.Query("kind"), all.Where(entry => entry.Range.Family == family).ToList());
        var listed = kind is null ? entries : entries.FindAll(entry => entry.Kind == kind);
        var model = new MapModel
        {
            Space = space,
            Spaces = spaces,
            Family = family,
            Families = families,
            Places = [.. page.Moment.Plan.Estate.Segments.Where(segment => page.Shows(segment.Site.Name) && segment.AddressSpace == space && segment.PrefixOf(family) is not null).Select(segment => new MapPlace(segment.ToString(), segment.PrefixOf(family)!.Value.ToString()))],
            Kinds = [.. entries.Select(entry => entry.Kind).Distinct().Order(StringComparer.Ordinal)],
            Kind = kind,
            Listed = [.. listed.Skip(from).Take(PageSize)],
            ListedFrom = from,
            ListedTotal = listed.Count,
            Total = entries.Count,
            Data = $"{PageLinks.Of(PageSection.Map, page.Site)}.json{PageLinks.Query(("space", space), ("family", family == IpFamily.V6 ? "6" : null))}",
            Earlier = from > 0 ? At(Math.Max(0, from - PageSize)) : null,
            Later = listed.Count > from + PageSize ? At(from + PageSize) : null,
        };
        return page.ShowAsync<MapPage, MapModel>(page.Frame("Address map", PageSection.Map), model);

        string At(int first) => PageLinks.Of(PageSection.Map, page.Site) + PageLinks.Query(("space", space), ("family", family == IpFamily.V6 ? "6" : null), ("kind", kind), ("from", first == 0 ? null : first.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task DataAsync(PageContext page)
    {
        var family = page.Query("family") == "6" ? IpFamily.V6 : IpFamily.V4;
        var space = SpaceOf(page) ?? Site.DefaultAddressSpace;
        page.Http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(page.Http.Response.BodyWriter);
        MapJson.Write(json, space, family, page.Moment.LastEntry, [.. MapEntries.Of(page, space).Where(entry => entry.Range.Family == family)]);
        await json.FlushAsync(page.Aborted);
    }

    private static string? SpaceOf(PageContext page) => page.Query("space") ?? (page.Site is { } site ? page.Moment.Site(site)?.AddressSpace : null);
}

/// <summary>What stands around the map, and a page of its table.</summary>
public sealed record MapModel
{
    public required string Space { get; init; }

    public required IReadOnlyList<string> Spaces { get; init; }

    public required IpFamily Family { get; init; }

    public required IReadOnlyList<IpFamily> Families { get; init; }

    /// <summary>Segments to go to.</summary>
    public required IReadOnlyList<MapPlace> Places { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The kind that the table is of; null: all.</summary>
    public required string? Kind { get; init; }

    public required IReadOnlyList<MapEntry> Listed { get; init; }

    public required int ListedFrom { get; init; }

    public required int ListedTotal { get; init; }

    public required int Total { get; init; }

    /// <summary>Where the script has its data from.</summary>
    public required string Data { get; init; }

    public required string? Earlier { get; init; }

    public required string? Later { get; init; }
}

public sealed record MapPlace(string Name, string Range);
