using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Tests.Rules;

/// <summary>
/// What was observed, as cases write it in comments: <c># observed kea:dhcp1 subnet prefix=10.20.0.0/24 pool=10.20.0.100-10.20.0.199</c>,
/// <c># observed kea:dhcp1 lease address=10.20.0.20 mac=00:50:56:00:00:01</c>, <c>network</c>, <c>vm</c>, <c>host</c> of a vCenter, and <c>past</c>: what an adapter had before.
/// </summary>
internal static class ObservedLines
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private const string Mark = "# observed ";

    public static ObservedWorld Read(IEnumerable<string> lines)
    {
        var outcomes = new List<ObservationOutcome>();
        var past = new List<PastSighting>();
        foreach (var source in lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(words => words[0]))
        {
            var (kind, name) = (source.Key.Split(':')[0], source.Key.Split(':')[1]);
            var of = source.ToLookup(words => words[1], words => words.Skip(2).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
            past.AddRange(of["past"].Select(words => new PastSighting(words.GetValueOrDefault("space") ?? "default", IpAddr.Parse(words["address"]), Mac(words)!.Value, null, new ObservedSource(SourceKind.VCenter, name), Now.AddDays(-9), Now.AddDays(-2))));
            outcomes.Add(new ObservationOutcome.Seen(new Observation
            {
                Source = new ObservedSource(SourceKinds.All.Single(each => each.NameOf() == kind), name),
                ReadAt = Now,
                Subnets = [.. of["subnet"].Select((words, i) => Subnet(words, $"{name}.conf:{i + 1}"))],
                Leases = LeaseTable.Of(of["lease"].Select(Lease), Now),
                HasLeases = of["lease"].Any() || of["no-leases"].Any(),
                Networks = [.. of["network"].Select(words => new ObservedNetwork(words["id"], words["name"], NetworkKind.Distributed, words.TryGetValue("vlan", out var vlan) ? int.Parse(vlan, CultureInfo.InvariantCulture) : null, null, null))],
                Machines = [.. of["vm"].Select(words => new ObservedMachine("vm-" + words["name"], words["name"], words.GetValueOrDefault("power") == "off" ? PowerState.Off : PowerState.On) { Adapters = [new ObservedAdapter(Mac(words), null) { Addresses = [.. List(words, "address").Select(IpAddr.Parse)] }] })],
                Hosts = [.. of["host"].Select(words => new ObservedHost("host-1", words["name"]) { Addresses = [.. List(words, "address").Select(IpAddr.Parse)] })],
            }));
        }

        return outcomes.Count == 0 ? ObservedWorld.Empty : new ObservedWorld(outcomes, Now, past);
    }

    private static ServedSubnet Subnet(Dictionary<string, string> words, string where) => new()
    {
        Prefix = IpPrefix.Parse(words["prefix"]),
        Where = where,
        Pools = [.. List(words, "pool").Select(pool => new ServedPool(IpRange.Parse(pool), where))],
        Exclusions = [.. List(words, "exclude").Select(range => new ServedExclusion(IpRange.Parse(range), where))],
        Reservations = [.. List(words, "reserve").Select(address => new ServedReservation(IpAddr.Parse(address), Mac(words), null, null, where))],
        LeaseTime = words.TryGetValue("lease-time", out var time) && Duration.TryParse(time, out var span) ? span : null,
        Routers = [.. List(words, "router").Select(IpAddr.Parse)],
        DnsServers = [.. List(words, "dns").Select(IpAddr.Parse)],
    };

    private static Lease Lease(Dictionary<string, string> words) => new(
        IpAddr.Parse(words["address"]), Mac(words), words.TryGetValue("client", out var client) ? ClientId.Parse(client) : default, words.GetValueOrDefault("name"),
        words.GetValueOrDefault("state") == "declined" ? LeaseState.Declined : LeaseState.Active, Now.AddHours(words.GetValueOrDefault("state") == "ended" ? -1 : 1).ToUnixTimeSeconds());

    private static MacAddress? Mac(Dictionary<string, string> words) => words.TryGetValue("mac", out var text) && MacAddress.TryParse(text, out var mac) ? mac : null;

    private static string[] List(Dictionary<string, string> words, string key) => words.TryGetValue(key, out var text) ? text.Split(',') : [];
}
