using System.Text;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.VSphere;

/// <summary>What a segment itself has to allow for an address to move from one node to another: a page for each segment, with the exact setting and, where vCenter was read, its value now.</summary>
internal static class VSphereChecklist
{
    public static RenderTarget Target { get; } = new("vsphere-checklist", DeliveryStep.Network, "What each segment's switch must allow for an address to move between nodes (with --observe vcenter: what is set now).", Render);

    private static Rendered Render(RenderRequest request)
    {
        var segments = request.Segments.ToList();
        var names = FileNames.Of(segments.Select(segment => segment.ToString()));
        return new(
            [.. segments.Zip(names).Select(pair => new DeliverableFile($"{pair.Second}-vsphere.md", Page(pair.First, request.Plan)) { Comment = ">" })],
            segments.Count > 0 && request.Plan.Observed.Observations.Any(observation => observation.Networks.Count > 0) ? [] : segments.Count == 0 ? [] : ["vCenter was not read, so the checklist has no values of now: add --observe vcenter:HOST."]);
    }

    private static string Page(Segment segment, Plan plan)
    {
        var page = new StringBuilder($"# Segment {Reports.Markdown.Text(Excerpt.Of(segment.ToString()))}: what its switch must allow\n\n");
        foreach (var block in Blocks(segment, plan))
            BlockMarkdown.Write(page, block);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<Block> Blocks(Segment segment, Plan plan)
    {
        var moving = MovingAddresses.Of(segment);
        yield return new Paragraph(moving.IsNone
            ? "No address moves between the nodes of this segment: its clusters announce theirs by BGP, or have none. Nothing here has to differ from the defaults."
            : $"Made by Fairlead. An address that moves is answered for by whichever node has it, with that node's own MAC address and a gratuitous ARP (IPv6: an unsolicited neighbour advertisement). Here move: {string.Join("; ", moving.Texts)}. At most {moving.MostV4} IPv4 and {moving.MostV6} IPv6 addresses stand on one node at once, its own among them.");
        yield return new Grid("Where the segment is a port group", ["setting", "must be", "why", "now"], [.. SwitchSettings.Rows(segment, plan, moving)]);
        yield return new Grid("Where the segment is NSX's", ["setting", "must be", "why"], [.. NsxSettings.Rows(moving)]);
        yield return new Grid("On physical switches between the hosts", ["setting", "must be", "why"], [.. NsxSettings.Physical(segment, moving)]);
    }
}
