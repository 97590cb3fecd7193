using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Probes.Dhcp;

/// <summary>What the site says of one segment and, where it is stretched, of the other segments of its place.</summary>
internal sealed class DhcpExpectation(Segment segment, IReadOnlyList<Claim> claims)
{
    public Segment Segment { get; } = segment;

    /// <summary>Nodes take their addresses by DHCP.</summary>
    public bool IsDynamic { get; } = segment.Spec.Addressing.TryGet(out var mode) && mode == AddressingMode.Dhcp;

    public Part Dhcp { get; } = Part.Of(segment.Spec.Dhcp, segment, "dhcp");

    public Part Gateway { get; } = Part.Of(segment.Spec.Gateway, segment, "gateway");

    public Part Prefix { get; } = Part.Of(segment.Spec.Prefix, segment, "prefix");

    public Part Dns { get; } = Part.Of(segment.Spec.DnsServers, segment, "dnsServers");

    public Part Lease { get; } = segment.Spec.Dhcp.TryGet(out var dhcp) ? Part.Of(dhcp.LeaseTime, segment, "dhcp", "leaseTime") : Part.Of(default(Field<TimeSpan>), segment, "dhcp", "leaseTime");

    /// <summary>Null when none is declared.</summary>
    public TimeSpan? LeaseTime { get; } = segment.Spec.Dhcp.TryGet(out var dhcp) && dhcp.LeaseTime.TryGet(out var lease) ? lease : null;

    /// <summary>Each once, in reading order.</summary>
    public IReadOnlyList<Located<IpAddr>> Servers(IpFamily family) => OfPlace(family, each => each.Spec.Dhcp.TryGet(out var dhcp) ? dhcp.Servers.Or([]) : []);

    /// <summary>Each once, in reading order.</summary>
    public IReadOnlyList<IpAddr> Gateways(IpFamily family) => [.. OfPlace(family, each => each.Spec.Gateway.Or([])).Select(gateway => gateway.Value)];

    /// <summary>Each once, in reading order; of this segment alone.</summary>
    public IReadOnlyList<IpAddr> DnsServers(IpFamily family) =>
        [.. Segment.Spec.DnsServers.Or([]).Select(server => server.Value).Where(server => server.Family == family).Distinct()];

    public IReadOnlyList<ScopeSpec> Scopes(IpFamily family) =>
        [.. Segment.Place.Segments.SelectMany(each => each.Scopes).Where(scope => scope.Range.HasValue && scope.Range.Value.Family == family)];

    /// <summary>What the plan uses the address for, other than handing it out; null for nothing.</summary>
    public Claim? HolderOf(IpAddr address) => claims.FirstOrDefault(claim =>
        claim.AddressSpace == Segment.AddressSpace && claim.Kind != ClaimKind.DhcpScope && claim.Kind.GroupOf() != ClaimGroup.Place && claim.Addresses.Contains(address));

    private List<Located<IpAddr>> OfPlace(IpFamily family, Func<Segment, IReadOnlyList<Located<IpAddr>>> field) =>
        [.. Segment.Place.Segments.OrderBy(each => each != Segment).SelectMany(field).Where(each => each.Value.Family == family).DistinctBy(each => each.Value)];
}

/// <summary>A part of a segment that an answer is about, written or not.</summary>
internal sealed record Part(Subject Subject, SourceLocation At)
{
    public static Part Of<T>(Field<T> field, Segment segment, params ReadOnlySpan<string> path)
    {
        if (field.IsWritten)
            return new(field.Subject!, field.At);
        var subject = segment.Subject;
        foreach (var name in path)
            subject = subject.Field(name);
        return new(subject, segment.Spec.At);
    }

    public static Part Of<T>(Located<T> entry) => new(entry.Subject, entry.At);

    public CheckResult Says(CheckInfo check, CheckOutcome outcome, string reason, string message) => new()
    {
        Check = check,
        Subject = Subject.ToString(),
        Outcome = outcome,
        Reason = reason,
        Message = message,
        Location = At,
    };
}
