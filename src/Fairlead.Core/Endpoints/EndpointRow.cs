using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>A line of an allow list: an endpoint with the sources that were asked for.</summary>
/// <param name="Host">As a firewall rule has it, with the region filled in.</param>
/// <param name="Sources">Never empty. One where the line is a row of a list.</param>
public sealed record EndpointRow(Endpoint Endpoint, string Host, IReadOnlyList<EndpointSource> Sources)
{
    /// <summary>Who needs it, each once.</summary>
    public IEnumerable<SourceGroup> From => Sources.SelectMany(source => source.From).Distinct();

    /// <summary>The lists that ask for it, each once.</summary>
    public IEnumerable<EndpointList> Lists => Sources.Select(source => source.List).Distinct();

    /// <summary>When it is needed; null: always, because one of the sources sets no condition.</summary>
    public string? Condition => Sources.Any(source => source.Condition is null) ? null : string.Join("; ", Sources.Select(source => source.Condition).Distinct());

    /// <summary>The spelling of the first source's own list.</summary>
    public string Printed => PrintedBy(Endpoint, Sources[0]);

    /// <summary>Every endpoint once, in catalogue order.</summary>
    /// <param name="groups">Sources of these groups alone; empty: all.</param>
    public static IReadOnlyList<EndpointRow> OfAllLists(EndpointCatalog catalog, IReadOnlyCollection<SourceGroup> groups, Region? region)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return [.. catalog.Endpoints
            .Select(endpoint => new EndpointRow(endpoint, EndpointCatalog.HostIn(endpoint, region), [.. endpoint.Sources.Where(source => IsFrom(source, groups))]))
            .Where(row => row.Sources.Count > 0)];
    }

    /// <summary>The rows of one list in the order of its page.</summary>
    /// <inheritdoc cref="OfAllLists"/>
    public static IReadOnlyList<EndpointRow> OfList(EndpointCatalog catalog, EndpointList list, IReadOnlyCollection<SourceGroup> groups, Region? region)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return [.. catalog.Endpoints
            .SelectMany(endpoint => endpoint.Sources
                .Where(source => source.List == list && IsFrom(source, groups))
                .Select(source => new EndpointRow(endpoint, EndpointCatalog.HostIn(endpoint, region), [source])))
            .OrderBy(row => row.Sources[0].Row)];
    }

    internal static string PrintedBy(Endpoint endpoint, EndpointSource source) =>
        source.AsPrinted ?? (source.List.Id == PageWithSpelling ? endpoint.AsPrinted : null) ?? endpoint.Host;

    // The page whose spelling stands at the endpoint itself.
    private const string PageWithSpelling = "aks-vmware";

    private static bool IsFrom(EndpointSource source, IReadOnlyCollection<SourceGroup> groups) => groups.Count == 0 || source.From.Any(groups.Contains);
}
