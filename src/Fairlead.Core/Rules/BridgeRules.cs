using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL7006: the resource bridge's addresses among themselves. Against others they are pairs, in <see cref="PairRules"/>.</summary>
internal static class BridgeRules
{
    public static void Check(RuleContext context)
    {
        foreach (var site in context.Estate.Sites)
        {
            if (!site.Spec.ResourceBridge.TryGet(out var bridge))
                continue;
            TooFewNodeAddresses(site, bridge, context);
            GapInNodeAddresses(site, bridge, context);
            OutsidePrefix(site, bridge, context);
            PrefixTooLong(site, bridge, context);
        }
    }

    private static void TooFewNodeAddresses(Site site, ResourceBridgeSpec bridge, RuleContext context)
    {
        if (!bridge.NodeIps.IsWritten || !bridge.NodeIps.IsSound)
            return;
        var count = NodeIps(bridge).Count();
        var least = ResourceBridge.MinNodeAddresses.Value;
        if (count < (uint)least)
            context.Report(RuleCatalog.BridgeAddresses, site, bridge.NodeIps, Line($"The resource bridge has {count} node address; it needs {least}, one of them for the VM that replaces it in an upgrade."), "write two adjacent addresses, such as 10.10.0.21-10.10.0.22");
    }

    private static void GapInNodeAddresses(Site site, ResourceBridgeSpec bridge, RuleContext context)
    {
        if (!bridge.NodeIps.TryGet(out _) || !bridge.NodeIps.IsSound)
            return;
        var addresses = NodeIps(bridge);
        if (addresses.Ranges.Length > 1)
            context.Report(RuleCatalog.BridgeAddresses, site, bridge.NodeIps, $"The resource bridge's node addresses {addresses} have a gap; it takes a start and an end.", "use adjacent addresses", Severity.Warning);
    }

    private static void OutsidePrefix(Site site, ResourceBridgeSpec bridge, RuleContext context)
    {
        if (!bridge.Prefix.TryGet(out var prefix))
            return;
        if (bridge.Gateway.TryGet(out var gateway) && !gateway.IsLinkLocal)
            Judge(IpSet.Of(IpRange.Single(gateway)), bridge.Gateway.Subject!, bridge.Gateway.At, "gateway");
        if (bridge.ControlPlaneIp.TryGet(out var ip))
            Judge(IpSet.Of(IpRange.Single(ip)), bridge.ControlPlaneIp.Subject!, bridge.ControlPlaneIp.At, "control plane IP");
        if (bridge.NodeIps.HasValue)
            Judge(NodeIps(bridge), bridge.NodeIps.Subject!, bridge.NodeIps.At, "node addresses");

        void Judge(IpSet addresses, Subject subject, SourceLocation at, string what)
        {
            var outside = addresses.Except(prefix.Range);
            if (!outside.IsEmpty)
                context.Report(RuleCatalog.BridgeAddresses, site, subject, at, $"The resource bridge's {what} {outside} are outside its prefix {prefix}.", "choose addresses of the prefix");
            if (prefix.HasNetworkAndBroadcast && (addresses.Contains(prefix.First) || addresses.Contains(prefix.Last)))
                context.Report(RuleCatalog.BridgeAddresses, site, subject, at, $"The resource bridge's {what} {addresses} meet the network or broadcast address of its prefix {prefix}.", "choose addresses between the two");
        }
    }

    private static void PrefixTooLong(Site site, ResourceBridgeSpec bridge, RuleContext context)
    {
        var longest = ResourceBridge.LongestPrefix.Value;
        if (bridge.Prefix.TryGet(out var prefix) && prefix.Family == IpFamily.V4 && prefix.Length > longest)
            context.Report(RuleCatalog.BridgeAddresses, site, bridge.Prefix, Line($"The resource bridge's prefix {prefix} is too small; a /{longest} is the least that holds its addresses."), Line($"use a /{longest} or larger"));
    }

    private static IpSet NodeIps(ResourceBridgeSpec bridge) => IpSet.Of(bridge.NodeIps.Or([]).Select(range => range.Value));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
