using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Ledger;
using Fairlead.Server.Pages.Serving;

namespace Fairlead.Server.Pages.Sites;

/// <summary>A site in a line: what is wrong with it, how much is left, since when it is known.</summary>
public sealed record SiteRisk
{
    public required Site Site { get; init; }

    public required StoredSite Stored { get; init; }

    public required int Errors { get; init; }

    public required int Warnings { get; init; }

    public required int Infos { get; init; }

    /// <summary>Findings that an override accepts.</summary>
    public required int Accepted { get; init; }

    /// <summary>IPv4 addresses that may still be given, over its segments.</summary>
    public required UInt128 Free { get; init; }

    /// <summary>The segment that holds its nodes least well, where one does not at the peak; null when all do.</summary>
    public required string? Tightest { get; init; }

    internal static SiteRisk Of(EstateMoment moment, Site site, StoredSite stored)
    {
        var findings = moment.Findings(site.Name).ToList();
        // A stretched network's segments share what is free: it counts once.
        var places = site.Segments.DistinctBy(segment => segment.Place);
        return new SiteRisk
        {
            Site = site,
            Stored = stored,
            Errors = Count(Severity.Error),
            Warnings = Count(Severity.Warning),
            Infos = Count(Severity.Info),
            Accepted = findings.Count(finding => finding.IsOverridden),
            Free = places.SelectMany(moment.Free).Where(figure => figure.Prefix.Family == Core.Addressing.IpFamily.V4).Aggregate(UInt128.Zero, (sum, figure) => sum + figure.Count),
            Tightest = moment.Plan.Capacity.Where(row => row.Segment.Site == site && row is { IsSound: true, HasSource: true, FirstToFail: not null }).MinBy(row => row.Headroom)?.Segment.Name,
        };

        int Count(Severity severity) => findings.Count(finding => finding.Severity == severity && !finding.IsOverridden);
    }
}
