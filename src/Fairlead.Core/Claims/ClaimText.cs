using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>What a claim is called in a sentence.</summary>
public static class ClaimText
{
    /// <summary>For example <c>the DHCP scope 10.20.1.0-10.20.2.255 of segment madrid/k8s-prod</c>.</summary>
    public static string Describe(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var (site, owner) = (claim.Site.Name, claim.Owner.Name);
        return claim.Kind switch
        {
            ClaimKind.Segment => $"segment {site}/{owner} ({Prefix(claim.Range)})",
            ClaimKind.BridgePrefix => $"the resource bridge's prefix {Prefix(claim.Range)} of {site}",
            ClaimKind.DhcpScope => $"the DHCP scope {claim.Range} of segment {site}/{owner}",
            ClaimKind.NodePool => $"the static pool {claim.Range} of segment {site}/{owner}",
            ClaimKind.ControlPlaneIp => $"the control plane IP {claim.Range} of cluster {site}/{owner}",
            ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => $"the load balancer range {claim.Range} of cluster {site}/{owner}",
            ClaimKind.BridgeControlPlaneIp => $"the resource bridge's control plane IP {claim.Range} of {site}",
            ClaimKind.BridgeNodeIp => $"the resource bridge's node address {claim.Range} of {site}",
            ClaimKind.Reserved => $"the reserved range {claim.Range} of {OwnerText(claim)}",
            ClaimKind.Gateway => $"the gateway {claim.Range} of {OwnerText(claim)}",
            ClaimKind.DnsServer => $"the DNS server {claim.Range} of {OwnerText(claim)}",
            ClaimKind.DhcpServer => $"the DHCP server {claim.Range} of {OwnerText(claim)}",
            ClaimKind.NtpServer => $"the time server {claim.Range} of {site}",
            ClaimKind.VCenter => $"the vCenter {claim.Range} of {site}",
            ClaimKind.EsxiHost => claim.Range.IsSingle ? $"the ESXi host {claim.Range} of {site}" : $"the ESXi hosts {claim.Range} of {site}",
            ClaimKind.Proxy => $"the proxy {claim.Range} of {site}",
            ClaimKind.PodCidr => $"the pod network {Prefix(claim.Range)}{Origin(claim)} of cluster {site}/{owner}",
            ClaimKind.ServiceCidr => $"the service network {Prefix(claim.Range)}{Origin(claim)} of cluster {site}/{owner}",
            _ => $"{claim.Kind.NameOf()} {claim.Range}",
        };
    }

    public static string Describe(Party party)
    {
        ArgumentNullException.ThrowIfNull(party);
        return party.Claims.Count == 1 ? Describe(party.First) : $"{Describe(party.First)} and {party.Claims.Count - 1} more mentions of it";
    }

    public static string Capitalised(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string OwnerText(Claim claim) => claim.Segment is null ? claim.Site.Name : $"segment {claim.Site.Name}/{claim.Owner.Name}";

    private static string Origin(Claim claim) => claim.IsDefault ? " (the profile's default)" : "";

    private static string Prefix(IpRange range) => range.TryToPrefix(out var prefix) ? prefix.ToString() : range.ToString();
}
