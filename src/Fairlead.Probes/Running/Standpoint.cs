using Fairlead.Core.Sites;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Running;

/// <summary>Where this machine stands: an interface, and the segment whose prefix one of its addresses lies in.</summary>
public sealed record Standpoint(LinkInterface? Interface, Segment? Segment)
{
    /// <summary>The first of the interfaces, in the kernel's order, that stands in one of the segments; none when no one does.</summary>
    public static Standpoint Among(IReadOnlyList<LinkInterface> interfaces, IReadOnlyList<Segment> segments)
    {
        ArgumentNullException.ThrowIfNull(interfaces);
        return interfaces.Select(link => Of(link, segments)).FirstOrDefault(found => found.Segment is not null) ?? new(null, null);
    }

    /// <summary>An interface without an address in any of the segments is kept: a segment without addresses of its own may lie there.</summary>
    public static Standpoint Of(LinkInterface link, IReadOnlyList<Segment> segments)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new(link, segments.FirstOrDefault(segment => link.Addresses.Any(own => segment.Contains(own.Address))));
    }
}
