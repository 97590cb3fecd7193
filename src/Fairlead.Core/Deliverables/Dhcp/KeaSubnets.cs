using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.Dhcp;

/// <summary>The subnets of a plan as Kea's configuration has them, to put into the list <c>subnet4</c> or <c>subnet6</c> of its owner. Kea reads the comments.</summary>
internal static class KeaSubnets
{
    public static RenderTarget Target { get; } = new("kea", DeliveryStep.Network, "Kea: subnets whose pools keep planned addresses out.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var all = HandedOut.Of(request.Segments, request.Plan).ToList();
        var files = new List<DeliverableFile>();
        foreach (var (family, name, list) in ((IpFamily, string, string)[])[(IpFamily.V4, "kea-dhcp4-subnets.json", "subnet4"), (IpFamily.V6, "kea-dhcp6-subnets.json", "subnet6")])
        {
            var subnets = all.Where(each => each.Prefix.Family == family).ToList();
            if (subnets.Count > 0)
                files.Add(new DeliverableFile(name, Text(subnets, list)) { Comment = "//" });
        }

        if (files.Count == 0)
            return new Rendered([], []);
        return new Rendered(files, [.. HandedOut.InTheWay(all, request.Plan), "Kea wants an id that is unique for each subnet: older ones give one by themselves where none is written, which changes when subnets are reordered, and newer ones refuse; write your own once leases exist."]);
    }

    private static string Text(List<HandedOut> subnets, string list)
    {
        var text = new StringBuilder();
        text.Append($"// Items for the list \"{list}\" of Kea, made by Fairlead. Control plane IPs, load balancer ranges and fixed hosts are kept out of the pools.\n");
        for (var i = 0; i < subnets.Count; i++)
        {
            var (segment, prefix, pools, kept) = subnets[i];
            var dhcp = segment.Spec.Dhcp.Or(null!);
            text.Append($"// {Commented(segment.ToString())}{(segment.Spec.Vlan.TryGet(out var vlan) ? $", VLAN {vlan}" : "")}{(kept.IsEmpty ? "" : $"; kept out of its scope: {string.Join(", ", kept.Ranges)}")}\n");
            text.Append("{\n");
            text.Append($"  \"subnet\": \"{prefix}\",\n");
            if (dhcp is not null && dhcp.LeaseTime.TryGet(out var lease))
                text.Append($"  \"valid-lifetime\": {Seconds(lease)},\n");
            text.Append($"  \"pools\": [{string.Join(",", pools.Ranges.Select(range => $"\n    {{ \"pool\": \"{range.First} - {range.Last}\" }}"))}{(pools.IsEmpty ? "" : "\n  ")}]");
            var options = Options(segment, prefix).ToList();
            if (options.Count > 0)
                text.Append($",\n  \"option-data\": [{string.Join(",", options.Select(option => $"\n    {{ \"name\": \"{option.Name}\", \"data\": \"{option.Data}\" }}"))}\n  ]");
            text.Append(i == subnets.Count - 1 ? "\n}\n" : "\n},\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string Data)> Options(Sites.Segment segment, IpPrefix prefix)
    {
        var isV4 = prefix.Family == IpFamily.V4;
        var gateways = segment.Spec.Gateway.Or([]).Select(gateway => gateway.Value).Where(gateway => gateway.Family == prefix.Family).ToList();
        // An IPv6 router announces itself.
        if (isV4 && gateways.Count > 0)
            yield return ("routers", string.Join(", ", gateways));
        var names = segment.Spec.DnsServers.Or([]).Select(server => server.Value).Where(server => server.Family == prefix.Family).ToList();
        if (names.Count > 0)
            yield return (isV4 ? "domain-name-servers" : "dns-servers", string.Join(", ", names));
    }

    /// <summary>Kea's lifetimes are 32 bits of seconds; the largest means for ever.</summary>
    private static long Seconds(TimeSpan lease) => Math.Min((long)lease.TotalSeconds, uint.MaxValue);

    private static string Commented(string text) => Excerpt.Of(text);
}
