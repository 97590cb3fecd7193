using System.Diagnostics.CodeAnalysis;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>The endpoints of AKS on VMware: the union of four published lists, since a site needs them all.</summary>
public sealed class EndpointCatalog
{
    private static readonly Lazy<EndpointCatalog> Embedded = new(EndpointJson.Load);

    internal EndpointCatalog(IReadOnlyList<EndpointList> lists, IReadOnlyList<SourceGroup> sourceGroups, IReadOnlyList<Endpoint> endpoints)
    {
        Lists = lists;
        SourceGroups = sourceGroups;
        Endpoints = endpoints;
    }

    /// <summary>The embedded catalogue, read on first use.</summary>
    public static EndpointCatalog Default => Embedded.Value;

    /// <summary>The cloud that the lists are for, such as <c>azure-public</c>.</summary>
    public string Cloud { get; init; } = "azure-public";

    public IReadOnlyList<EndpointList> Lists { get; }

    public IReadOnlyList<SourceGroup> SourceGroups { get; }

    /// <summary>First the rows of the AKS on VMware page in its order, then what the other lists add.</summary>
    public IReadOnlyList<Endpoint> Endpoints { get; }

    public bool TryGet(string id, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = Endpoints.FirstOrDefault(known => known.Id == id);
        return endpoint is not null;
    }

    /// <summary>The host in a region; as published where the region is not known or makes no difference.</summary>
    public static string HostIn(Endpoint endpoint, Region? region)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return region is null || endpoint.RegionTemplate is null
            ? endpoint.Host
            : endpoint.RegionTemplate
                .Replace("{regionShort}", region.ShortName.Value, StringComparison.Ordinal)
                .Replace("{region}", region.Name, StringComparison.Ordinal);
    }

    /// <summary>What a site has to let out in any case: no placeholders, nothing conditional, each host and port once, in catalogue order.</summary>
    public IEnumerable<RequiredEndpoint> Required(Region? region) => Endpoints
        .Where(endpoint => endpoint.IsUnconditional && endpoint.Kind != HostKind.Placeholder)
        .Select(endpoint => new RequiredEndpoint(endpoint, HostIn(endpoint, region), endpoint.Port))
        .DistinctBy(required => (required.Host, required.Port));

    /// <summary>
    /// Whether a firewall rule serves any endpoint, conditional ones too: it covers one, as published or in the region,
    /// or it is itself a member of a wildcard that is published.
    /// </summary>
    public bool AnyEndpointNeeds(string ruleHost, int rulePort, Region? region) => Endpoints
        .Where(endpoint => endpoint.Port == rulePort)
        .Any(endpoint => HostPattern.Covers(ruleHost, endpoint.Host)
            || HostPattern.Covers(ruleHost, HostIn(endpoint, region))
            || HostPattern.Covers(endpoint.Host, ruleHost));

    /// <summary>
    /// Whether a rule opens a whole public suffix (<c>*</c>, <c>*.com</c>, <c>*.co.uk</c>). A wildcard of this catalogue is never too wide,
    /// although the list has some of them (<c>*.blob.core.windows.net</c>, in newer editions): the pages ask for them.
    /// </summary>
    public bool IsTooWide(string ruleHost) => IsTooWide(ruleHost, PublicSuffixes.Embedded);

    /// <inheritdoc cref="IsTooWide(string)"/>
    internal bool IsTooWide(string ruleHost, SuffixRules suffixes)
    {
        ArgumentNullException.ThrowIfNull(ruleHost);
        var host = HostPattern.Bare(ruleHost).ToString();
        if (host == "*")
            return true;
        return HostPattern.IsWildcard(host) && !Publishes(host) && suffixes.IsSuffixOrAbove(host[2..]);
    }

    private bool Publishes(string wildcard) =>
        Endpoints.Any(endpoint => endpoint.Kind == HostKind.Wildcard && endpoint.Host.Equals(wildcard, StringComparison.OrdinalIgnoreCase));
}
