using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Neighbours;

/// <summary>From what a scan saw to what it means: pure, so that every case can be a row of a table. Silence is never "free".</summary>
public sealed class LinkReading
{
    /// <summary>One machine that answers for so many addresses that have nothing to do with each other answers for whatever is asked.</summary>
    public const int Crowd = 3;

    private readonly ScanOutcome _outcome;
    private readonly LinkInterface _link;
    private readonly LinkHosts _hosts;
    private readonly HashSet<MacAddress> _gatewayMacs;
    private readonly HashSet<(MacAddress Mac, IpFamily Family)> _crowds;
    private readonly Dictionary<IpFamily, LinkControl> _controls;

    /// <param name="link">As it was when the scan began.</param>
    public LinkReading(ScanOutcome outcome, LinkInterface link, LinkHosts hosts)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(hosts);
        (_outcome, _link, _hosts) = (outcome, link, hosts);
        // A virtual router's packets may bear its moving MAC and its frames the machine's own.
        _gatewayMacs = [.. hosts.Gateways.SelectMany(outcome.Of).Where(seen => seen.IsLife).SelectMany(seen => (MacAddress[])[seen.Mac, seen.FrameSource])];
        _crowds = [.. CrowdsIn(outcome.Sightings.Where(seen => !hosts.Gateways.Contains(seen.Address) && !hosts.Others.Contains(seen.Address))).Where(crowd => !hosts.Members.Contains(crowd.Mac))];
        _controls = new() { [IpFamily.V4] = ControlOf(IpFamily.V4), [IpFamily.V6] = ControlOf(IpFamily.V6) };
    }

    public LinkControl Control(IpFamily family) => _controls[family];

    public AddressReading Of(IpAddr address)
    {
        var seen = _outcome.Of(address);
        var alive = seen.Where(each => each.IsLife).ToList();
        var proxies = alive.Where(IsProxied).ToList();
        var holders = alive.Except(proxies).ToList();
        if (_link.Owns(address) || _hosts.Own.Contains(address))
            return new(address, Verdict.InUse, AddressReading.OwnAddress, holders, proxies);
        if (holders.Count > 0)
            return new(address, Verdict.InUse, LifeReason(address, holders), holders, proxies);
        if (proxies.Count > 0)
            return new(address, Verdict.Unknown, "proxy-arp", [], proxies);
        return seen.Count > 0 ? new(address, Verdict.Unknown, "probed-by-another", [], [.. seen]) : Silence(address);
    }

    /// <summary>MACs that answer for <see cref="Crowd"/> addresses or more.</summary>
    public static IEnumerable<(MacAddress Mac, IpFamily Family)> CrowdsIn(IEnumerable<NeighbourSighting> sightings) =>
        sightings.Where(seen => seen.IsLife).GroupBy(seen => (seen.Mac, seen.Address.Family)).Where(group => group.Count() >= Crowd).Select(group => group.Key);

    /// <summary>It answers for others: whatever is asked, or as routers with proxy ARP do, which are silent to RFC 5227's probes.</summary>
    public bool IsProxied(NeighbourSighting seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (_hosts.Gateways.Contains(seen.Address))
            return false;
        if (_crowds.Contains((seen.Mac, seen.Address.Family)) || _hosts.Proxies.Contains(seen.Mac))
            return true;
        return seen.AnsweredRequest && !seen.AnsweredProbe && (_gatewayMacs.Contains(seen.Mac) || _gatewayMacs.Contains(seen.FrameSource));
    }

    private static string LifeReason(IpAddr address, List<NeighbourSighting> holders)
    {
        if (!holders.Exists(seen => seen.AnsweredProbe || seen.AnsweredRequest))
            return address.IsV4 ? "arp-announcement" : "neighbour-announcement";
        return address.IsV4 ? "arp-reply" : "neighbour-reply";
    }

    private AddressReading Silence(IpAddr address)
    {
        var control = _controls[address.Family];
        var (verdict, reason) = (_outcome.Fault, control) switch
        {
            (not LinkFault.None, _) => (Verdict.Unknown, _outcome.Fault.Word()),
            (_, { Who: null }) => (Verdict.Unknown, "no-control"),
            (_, { Probes: false }) => (Verdict.Unknown, "probe-filtered"),
            _ when !NeighbourScan.CanRequest(_link, address) => (Verdict.NoAnswer, "no-reply-to-probe"),
            _ => (Verdict.NoAnswer, "no-reply"),
        };
        return new(address, verdict, reason, [], []);
    }

    /// <summary>The gateway where it answered anything, else whoever else did: without any, the link was not seen to carry questions and answers.</summary>
    private LinkControl ControlOf(IpFamily family)
    {
        var answers = _outcome.Sightings.Where(seen => seen.Address.Family == family && (seen.AnsweredProbe || seen.AnsweredRequest)).ToList();
        var gateways = answers.FindAll(seen => _hosts.Gateways.Contains(seen.Address));
        var witnesses = gateways.Count > 0 ? gateways : answers.FindAll(seen => !IsProxied(seen));
        return witnesses.Count == 0
            ? new(null, false, false)
            : new(witnesses[0].Address, witnesses.Exists(seen => seen.AnsweredProbe), witnesses.Exists(seen => seen.AnsweredRequest));
    }
}
