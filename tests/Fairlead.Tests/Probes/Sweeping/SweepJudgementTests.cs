using Fairlead.Core.Addressing;
using Fairlead.Core.Sweeps;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Sweeping;
using Xunit;

namespace Fairlead.Tests.Probes.Sweeping;

public sealed class SweepJudgementTests
{
    private const int Host = 1;
    private const int Router = 2;
    private const int Twin = 3;

    [Fact]
    public void One_answer_is_a_host()
    {
        var judgement = new SweepJudgement([Seen(5, Host)], [], 254);
        Assert.Equal((SweptAs.Host, "02:00:00:00:00:01"), Of(judgement, Seen(5, Host)));
    }

    [Fact]
    public void Two_macs_are_a_duplicate_but_not_with_a_proxy()
    {
        NeighbourSighting[] seen = [Seen(5, Host), Seen(5, Twin), Seen(5, Router), Seen(6, Router), Seen(7, Router)];
        var judgement = new SweepJudgement(seen, [], 254);
        Assert.Equal((SweptAs.Duplicate, "02:00:00:00:00:01 02:00:00:00:00:03"), Of(judgement, seen[0], seen[1], seen[2]));
        Assert.Equal((SweptAs.Host, "02:00:00:00:00:01"), Of(judgement, seen[0], seen[2]));
        Assert.Equal((SweptAs.Proxy, "02:00:00:00:00:02"), Of(judgement, seen[3]));
    }

    [Fact]
    public void A_machine_that_answers_probes_for_all_of_its_samples_holds_them()
    {
        NeighbourSighting[] seen = [Seen(5, Host), Seen(6, Host), Seen(7, Host)];
        var judgement = new SweepJudgement(seen, [Probed(5, Host), Probed(6, Host), Probed(7, Host)], 254);
        Assert.Equal(0, judgement.Proxies);
        Assert.Equal((SweptAs.Host, "02:00:00:00:00:01"), Of(judgement, seen[1]));
    }

    [Fact]
    public void A_proxy_keeps_the_addresses_that_it_answered_a_probe_for()
    {
        NeighbourSighting[] seen = [Seen(1, Router), Seen(6, Router), Seen(7, Router)];
        var judgement = new SweepJudgement(seen, [Probed(1, Router)], 254);
        Assert.Equal((SweptAs.Host, "02:00:00:00:00:02"), Of(judgement, seen[0]));
        Assert.Equal((SweptAs.Proxy, "02:00:00:00:00:02"), Of(judgement, seen[1]));
    }

    [Fact]
    public void Whoever_answers_for_more_than_half_of_a_network_is_a_proxy_even_if_it_answers_probes()
    {
        NeighbourSighting[] seen = [.. Enumerable.Range(1, 130).Select(last => Seen(last, Router))];
        var judgement = new SweepJudgement(seen, [.. seen.Select(sighting => sighting with { As = SeenAs.AnsweredProbe })], 254);
        Assert.Equal((SweptAs.Proxy, "02:00:00:00:00:02"), Of(judgement, seen[0]));
    }

    [Fact]
    public void Samples_are_few_spread_out_and_hold_the_routers_own_addresses()
    {
        NeighbourSighting[] seen = [.. Enumerable.Range(1, 200).Select(last => Seen(last, Router)), Seen(201, Host)];
        var samples = SweepJudgement.Samples(seen, new HashSet<IpAddr> { Address(77), Address(201) });
        Assert.Equal([Address(1), Address(29), Address(57), Address(77), Address(86), Address(114), Address(143), Address(171), Address(200)], samples);
    }

    [Theory]
    [InlineData("10.77.0.1", "1.0.77.10.in-addr.arpa")]
    [InlineData("192.0.2.255", "255.2.0.192.in-addr.arpa")]
    public void Reverse_names_are_written_backwards(string address, string name) => Assert.Equal(name, ReverseNames.PointerName(IpAddr.Parse(address)));

    private static (SweptAs, string) Of(SweepJudgement judgement, params NeighbourSighting[] sightings)
    {
        var (kind, macs) = judgement.Of(sightings);
        return (kind, string.Join(' ', macs));
    }

    private static IpAddr Address(int last) => IpAddr.Parse($"10.77.0.{last}");

    private static NeighbourSighting Seen(int last, byte mac) => new(Address(last), Mac(mac), Mac(mac), SeenAs.AnsweredRequest, DateTimeOffset.UnixEpoch);

    private static NeighbourSighting Probed(int last, byte mac) => Seen(last, mac) with { As = SeenAs.AnsweredProbe };

    private static MacAddress Mac(byte last) => MacAddress.Read([2, 0, 0, 0, 0, last]);
}
