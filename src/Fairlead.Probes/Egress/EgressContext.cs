using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Egress;

/// <summary>What only all answers together tell.</summary>
/// <param name="Sinkholes">Addresses that the resolver gives for what is not to be reached.</param>
/// <param name="ClockOffset">How far servers' clocks are ahead of ours, the middle one; null when no server said.</param>
internal sealed record EgressContext(IReadOnlySet<IpAddr> Sinkholes, TimeSpan? ClockOffset)
{
    public static EgressContext Of(EgressSeen seen)
    {
        var ways = seen.Endpoints.Select(endpoint => (endpoint.Question.Host, Way: endpoint.Direct)).Where(each => each.Way is not null).ToList();
        var untrusted = ways.Where(each => each.Way!.Chain is not { IsTrusted: true }).Select(each => (each.Host!, each.Way!.Name.Addresses));
        return new(Egress.Sinkholes.Among(seen.NoName.Addresses, untrusted), Middle([.. ways.SelectMany(each => OffsetsOf(each.Way!)).Order()]));
    }

    private static IEnumerable<TimeSpan> OffsetsOf(WaySeen way) => new[] { way.Http?.ClockOffset, way.PlainHttp?.ClockOffset }.OfType<TimeSpan>().Take(1);

    private static TimeSpan? Middle(TimeSpan[] sorted) => sorted.Length == 0 ? null : sorted[sorted.Length / 2];
}
