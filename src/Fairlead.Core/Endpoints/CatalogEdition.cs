using System.Globalization;

namespace Fairlead.Core.Endpoints;

/// <summary>
/// The catalogue on an earlier day, as far as its data can tell: it knows one edition of each list, and of some rows that they came with it.
/// What else the lists said before is not in it, and the notes say so.
/// </summary>
/// <param name="Catalog">The lists keep their dates: a day takes rows away, it does not invent an edition.</param>
/// <param name="Notes">One per list: what the day means for it.</param>
public sealed record CatalogEdition(EndpointCatalog Catalog, IReadOnlyList<string> Notes)
{
    private const string OnlyEnd = " only";

    public static CatalogEdition At(EndpointCatalog catalog, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var endpoints = catalog.Endpoints
            .Select(endpoint => endpoint with { Sources = [.. endpoint.Sources.Where(source => Had(source, day))] })
            .Where(endpoint => endpoint.Sources.Count > 0)
            .ToList();
        return new(
            new EndpointCatalog(catalog.Lists, catalog.SourceGroups, endpoints) { Cloud = catalog.Cloud },
            [.. catalog.Lists.Select(list => Note(catalog, list, day))]);
    }

    /// <summary>The date in <c>2026-06-11 only</c>; null for any other text.</summary>
    internal static DateOnly? OnlyDate(string edition) =>
        edition.EndsWith(OnlyEnd, StringComparison.Ordinal) && DateOnly.TryParseExact(edition.AsSpan(..^OnlyEnd.Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static bool Had(EndpointSource source, DateOnly day)
    {
        if (source.Edition is null || OnlyDate(source.Edition) is not { } only)
            return true;
        var isGoneSince = source.List.Date > only && day >= source.List.Date;
        return day >= only && !isGoneSince;
    }

    private static string Note(EndpointCatalog catalog, EndpointList list, DateOnly day)
    {
        var edition = Day(list.Date);
        if (day >= list.Date)
            return $"{list.Id}: the edition of {edition}, the newest in this catalogue; what the page changed after it is not known here.";
        var marked = catalog.Endpoints.SelectMany(endpoint => endpoint.Sources).Count(source => source.List == list && !Had(source, day));
        return marked > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{list.Id}: the edition of {edition} without the {marked} {(marked == 1 ? "row entry" : "row entries")} known to be newer than {Day(day)}; what else changed in between, and what was removed, is not known here.")
            : $"{list.Id}: only the edition of {edition} is in this catalogue, and no row of it is known to be newer than {Day(day)}; its rows are taken as they are.";
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
