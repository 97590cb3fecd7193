using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Sites;

/// <summary>Everything given, read together: rules look across all of it.</summary>
/// <param name="Sites">In reading order.</param>
/// <param name="InputFindings">The FL0 findings, unsorted.</param>
public sealed record Estate(IReadOnlyList<Site> Sites, IReadOnlyList<Diagnostic> InputFindings)
{
    public IEnumerable<Segment> Segments => Sites.SelectMany(site => site.Segments);

    public IEnumerable<Cluster> Clusters => Sites.SelectMany(site => site.Clusters);
}
