using System.Globalization;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Sites;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Egress;

/// <summary>One endpoint that machines like this one need.</summary>
/// <param name="Published">The host as a firewall rule has it, with the region filled in.</param>
/// <param name="Host">The name to ask; null for a wildcard without a published member.</param>
internal sealed record EndpointQuestion(Site Site, Endpoint Endpoint, string Published, string? Host, int Port)
{
    /// <summary>The catalogue lists this row for Windows' list of trusted roots; its directory is no page, so a file of it is asked for.</summary>
    private const string TrustListId = "windows-trust-list";
    private const string TrustListPath = "/msdownload/update/v3/static/trustedr/en/disallowedcertstl.cab";

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Host ?? Published}:{Port}");

    /// <summary>Of an HTTP request.</summary>
    public string Path => IsForFile ? TrustListPath : "/";

    /// <summary>A page that comes in place of it is somebody else's.</summary>
    public bool IsForFile => Endpoint.Id == TrustListId;

    public bool IsTls => Endpoint.Protocol == EndpointProtocol.Https;

    /// <summary>What the site's profile asks for, without condition, from machines of the role; each host and port once, in catalogue order.</summary>
    public static IReadOnlyList<EndpointQuestion> Of(Site site, string role)
    {
        if (!HasList(site))
            return [];
        return
        [
            .. EndpointCatalog.Default.Endpoints
                .Where(endpoint => endpoint.Kind != HostKind.Placeholder)
                .Where(endpoint => endpoint.Sources.Any(source => source.Condition is null && source.From.Any(group => group.Id == role)))
                .Select(endpoint => Of(site, endpoint))
                .DistinctBy(question => (question.Published, question.Port)),
        ];
    }

    /// <summary>Fairlead has a list of outside endpoints for the site's profile.</summary>
    public static bool HasList(Site site) => Core.Firewalls.FirewallPlan.Of(site).HasEgressList;

    /// <summary>The lists speak of machines like this one.</summary>
    public static bool IsSource(string role) => EndpointCatalog.Default.SourceGroups.Any(group => group.Id == role);

    /// <summary>That of the segment where this machine stands; all that are asked about when it stands in none.</summary>
    public static IReadOnlyList<Site> SitesOf(CheckRequest request) =>
        request.OnLinkSegment is { } segment
            ? [segment.Site]
            : [.. request.Segments.Select(each => each.Site).Concat(request.Clusters.Select(cluster => cluster.Site)).Concat(request.Plan.Estate.Sites.Where(site => site.Segments.Count == 0 && site.Clusters.Count == 0)).Distinct()];

    private static EndpointQuestion Of(Site site, Endpoint endpoint)
    {
        var published = EndpointCatalog.HostIn(endpoint, site.Region);
        var isConcrete = !published.StartsWith("*.", StringComparison.Ordinal);
        return new(site, endpoint, published, isConcrete ? published : endpoint.ProbeHost, endpoint.Port);
    }
}
