using System.Text;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Deliverables.Dhcp;

/// <summary>The scopes of a plan as commands of PowerShell's module DhcpServer: one scope from the first to the last address, and an exclusion for each range between that must stay out.</summary>
internal static class WindowsScopes
{
    public static RenderTarget Target { get; } = new("windows-dhcp", DeliveryStep.Network, "Windows DHCP: PowerShell that adds scopes, exclusions and options.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var all = HandedOut.Of(request.Segments, request.Plan).ToList();
        var losses = HandedOut.InTheWay(all, request.Plan).Concat(all.Where(each => each.Prefix.Family == IpFamily.V6).Select(each => $"{each.Segment}: the scope of {each.Prefix} is not written, since Windows hands out a whole IPv6 prefix and knows no ranges of it; set it by hand.")).ToList();
        var scopes = all.Where(each => each.Prefix.Family == IpFamily.V4 && !each.Pools.IsEmpty).ToList();
        if (scopes.Count == 0)
            return new Rendered([], losses);
        var text = new StringBuilder("# Made by Fairlead, for a DHCP server on Windows. Run it in a PowerShell of an administrator there, or give it to who keeps the server.\n# A scope that is there already is left as it is: then only exclusions are added.\n$ErrorActionPreference = 'Stop'\n");
        foreach (var each in scopes)
            Append(text, each);
        return new Rendered([new DeliverableFile("dhcp-scopes.ps1", text.ToString())], losses);
    }

    private static void Append(StringBuilder text, HandedOut each)
    {
        var (spec, id) = (each.Segment.Spec, each.Prefix.Network);
        var whole = IpRange.Of(each.Pools.Ranges[0].First, each.Pools.Ranges[^1].Last);
        var lease = spec.Dhcp.TryGet(out var dhcp) && dhcp.LeaseTime.TryGet(out var time) ? $" -LeaseDuration (New-TimeSpan -Seconds {(long)time.TotalSeconds})" : "";
        text.Append($"\n# {Sites.Text.Excerpt.Of(each.Segment.ToString())}, {each.Prefix}\n");
        text.Append($"if (-not (Get-DhcpServerv4Scope -ScopeId {id} -ErrorAction SilentlyContinue)) {{\n");
        text.Append($"  Add-DhcpServerv4Scope -Name {Quoted(each.Segment.ToString())} -StartRange {whole.First} -EndRange {whole.Last} -SubnetMask {each.Mask}{lease} -State InActive\n}}\n");
        foreach (var gap in IpSet.Of(whole).Except(each.Pools).Ranges)
            text.Append($"Add-DhcpServerv4ExclusionRange -ScopeId {id} -StartRange {gap.First} -EndRange {gap.Last}\n");
        var gateways = spec.Gateway.Or([]).Select(gateway => gateway.Value).Where(gateway => gateway.IsV4).ToList();
        var names = spec.DnsServers.Or([]).Select(server => server.Value).Where(server => server.IsV4).ToList();
        if (gateways.Count + names.Count > 0)
            text.Append($"Set-DhcpServerv4OptionValue -ScopeId {id}{(gateways.Count > 0 ? $" -Router {string.Join(", ", gateways)}" : "")}{(names.Count > 0 ? $" -DnsServer {string.Join(", ", names)} -Force" : "")}\n");
        text.Append($"Set-DhcpServerv4Scope -ScopeId {id} -State Active\n");
    }

    /// <summary>Nothing inside single quotes is read by PowerShell but the quote itself, of which it knows five (about_Quoting_Rules).</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
            quoted.Append(c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : char.IsControl(c) ? " " : c.ToString());
        return quoted.Append('\'').ToString();
    }
}
