namespace Fairlead.Probes.Running;

/// <summary>What a family is about to send; shown before anything is sent.</summary>
/// <param name="What">Such as <c>ARP requests for 41 addresses of madrid/k8s-prod</c>.</param>
/// <param name="Where">Such as <c>eth1 (broadcast)</c> or <c>58 hosts, port 443</c>.</param>
/// <param name="Packets">At most so many packets or connections.</param>
/// <param name="AtMost">It ends by then whatever answers.</param>
public sealed record Announcement(string What, string Where, long Packets, TimeSpan AtMost);
