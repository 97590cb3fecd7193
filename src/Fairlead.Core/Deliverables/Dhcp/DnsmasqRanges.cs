using System.Text;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Deliverables.Dhcp;

/// <summary>The scopes of a plan for dnsmasq. It knows no exclusions, so a scope is one range for each piece between what stays out.</summary>
internal static class DnsmasqRanges
{
    public static RenderTarget Target { get; } = new("dnsmasq", DeliveryStep.Network, "dnsmasq: DHCP ranges that keep planned addresses out.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var all = HandedOut.Of(request.Segments, request.Plan).ToList();
        if (all.Count == 0)
            return new Rendered([], []);
        var text = new StringBuilder("# Made by Fairlead, for a file of dnsmasq's conf-dir. Control plane IPs, load balancer ranges and fixed hosts are kept out of the ranges.\n");
        var tags = FileNames.Of(all.Select(each => each.Segment.ToString()));
        foreach (var (each, tag) in all.Zip(tags))
        {
            text.Append($"\n# {Sites.Text.Excerpt.Of(each.Segment.ToString())}, {each.Prefix}{(each.Kept.IsEmpty ? "" : $"; kept out of its scope: {string.Join(", ", each.Kept.Ranges)}")}\n");
            var lease = each.Segment.Spec.Dhcp.TryGet(out var dhcp) && dhcp.LeaseTime.TryGet(out var time) ? $",{(long)time.TotalSeconds}" : "";
            foreach (var range in each.Pools.Ranges)
                text.Append($"dhcp-range=set:{tag},{range.First},{range.Last},{each.Mask}{lease}\n");
            Option(text, tag, each, "router", "", [.. each.Segment.Spec.Gateway.Or([]).Select(gateway => gateway.Value)]);
            Option(text, tag, each, "dns-server", "dns-server", [.. each.Segment.Spec.DnsServers.Or([]).Select(server => server.Value)]);
        }

        return new Rendered([new DeliverableFile("dnsmasq-dhcp.conf", text.ToString())], [.. HandedOut.InTheWay(all, request.Plan)]);
    }

    /// <param name="nameV6">Empty: IPv6 has no such option.</param>
    private static void Option(StringBuilder text, string tag, HandedOut each, string name, string nameV6, IReadOnlyList<IpAddr> addresses)
    {
        var own = addresses.Where(address => address.Family == each.Prefix.Family).ToList();
        if (own.Count == 0)
            return;
        if (each.Prefix.Family == IpFamily.V4)
            text.Append($"dhcp-option=tag:{tag},option:{name},{string.Join(',', own)}\n");
        else if (nameV6.Length > 0)
            text.Append($"dhcp-option=tag:{tag},option6:{nameV6},{string.Join(',', own.Select(address => $"[{address}]"))}\n");
    }
}
