namespace Fairlead.Core.Sites;

/// <summary>One layer 2 network: a segment, or the segments of several sites that are one stretched network.</summary>
public sealed record Place(IReadOnlyList<Segment> Segments)
{
    public Segment First => Segments[0];
}
