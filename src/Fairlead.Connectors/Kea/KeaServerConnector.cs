using System.Text.Json.Nodes;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>
/// A running Kea: its configuration in force, its statistics, the state of its partner, and its leases where the hook lease_cmds is loaded. What a server does not
/// support is a note.
/// </summary>
internal sealed class KeaServerConnector(SourceReference reference, ConnectorSettings settings) : Connector(new(SourceKind.Kea, reference.Place), settings)
{
    private const int PageSize = 1000;

    protected override async Task<Observation> ReadAsync(CancellationToken ct)
    {
        using var channel = new KeaChannel(reference, Settings);
        var answer = (await channel.SendAsync("config-get", null, ct).ConfigureAwait(false)).OrThrow("config-get");
        var configuration = KeaConfiguration.Of(answer.Arguments ?? throw SourceFailureException.Malformed("config-get", "the answer has no arguments."), "config-get");
        var notes = configuration.Notes.ToList();
        var statistics = await StatisticsAsync(channel, notes, ct).ConfigureAwait(false);
        await PartnerAsync(channel, configuration, notes, ct).ConfigureAwait(false);
        var leases = await LeasesAsync(channel, configuration.IsV6, notes, ct).ConfigureAwait(false);
        return new Observation
        {
            Source = Source,
            ReadAt = Settings.Time.GetUtcNow(),
            AddressSpace = reference["address-space"],
            Subnets = [.. configuration.Subnets.Select(subnet => subnet with { Counts = CountsOf(subnet, statistics, configuration.IsV6) })],
            Leases = LeaseTable.Of(leases ?? [], Settings.Time.GetUtcNow()),
            HasLeases = leases is not null,
            Notes = notes,
        };
    }

    /// <returns>Null: the server can't tell.</returns>
    private static async Task<List<Lease>?> LeasesAsync(KeaChannel channel, bool isV6, List<ObservationNote> notes, CancellationToken ct)
    {
        var command = isV6 ? "lease6-get-page" : "lease4-get-page";
        var leases = new List<Lease>();
        for (var from = "start"; ;)
        {
            var answer = await channel.SendAsync(command, new JsonObject { ["from"] = from, ["limit"] = PageSize }, ct).ConfigureAwait(false);
            if (answer.Result == KeaChannel.Unsupported)
            {
                notes.Add(new(command, "the server does not know it, so leases are not known: load the hook library lease_cmds, or name the configuration file, whose lease file is then read"));
                return null;
            }

            if (answer.Result == KeaChannel.Empty)
                return leases;
            var page = (answer.OrThrow(command).Arguments?["leases"]?.Items ?? []).ToList();
            leases.AddRange(page.Select(LeaseOf).OfType<Lease>());
            if (page.Count < PageSize || page[^1]["ip-address"]?.Text is not { } last || last == from)
                return leases;
            from = last;
        }
    }

    private static Lease? LeaseOf(KeaNode lease)
    {
        if (!IpAddr.TryParse(lease["ip-address"]?.Text, out var address, out _) || lease["cltt"]?.Number is not { } last || lease["valid-lft"]?.Number is not { } lifetime || lease["type"]?.Text == "IA_PD")
            return null;
        var mac = lease["hw-address"]?.Mac;
        var client = LeaseText.ClientId(System.Text.Encoding.UTF8.GetBytes((lease["client-id"] ?? lease["duid"])?.Text ?? ""), mac);
        var state = lease["state"]?.Number switch { 1 => LeaseState.Declined, 2 => LeaseState.Expired, 3 => LeaseState.Released, _ => LeaseState.Active };
        return new Lease(address, mac, client, lease["hostname"]?.Text is { Length: > 0 } name ? name.TrimEnd('.') : null, state, lifetime >= uint.MaxValue ? Lease.Never : last + lifetime);
    }

    /// <summary>Statistics by name; each is a list of values with their moments, the newest first.</summary>
    private static async Task<KeaNode?> StatisticsAsync(KeaChannel channel, List<ObservationNote> notes, CancellationToken ct)
    {
        var answer = await channel.SendAsync("statistic-get-all", null, ct).ConfigureAwait(false);
        if (answer.IsGood)
            return answer.Arguments;
        notes.Add(new("statistic-get-all", $"statistics are not known: {answer.Text}"));
        return null;
    }

    private static ServedCounts? CountsOf(ServedSubnet subnet, KeaNode? statistics, bool isV6)
    {
        var kind = isV6 ? "nas" : "addresses";
        return Value($"total-{kind}") is { } total && Value($"assigned-{kind}") is { } assigned ? new ServedCounts((UInt128)total, (UInt128)assigned, (UInt128)(Value("declined-addresses") ?? 0)) : null;

        long? Value(string name) => statistics?[$"subnet[{subnet.Name}].{name}"]?.Items.FirstOrDefault()?.Items.FirstOrDefault()?.Number is { } number and >= 0 ? number : null;
    }

    private static async Task PartnerAsync(KeaChannel channel, KeaConfiguration configuration, List<ObservationNote> notes, CancellationToken ct)
    {
        if (configuration.Subnets.All(subnet => subnet.Partner is null))
            return;
        var answer = await channel.SendAsync("status-get", null, ct).ConfigureAwait(false);
        foreach (var pair in answer.Arguments?["high-availability"]?.Items ?? [])
        {
            var servers = pair["ha-servers"];
            var (own, partner) = (servers?["local"]?["state"]?.Text, servers?["remote"]?["last-state"]?.Text);
            notes.Add(new("status-get", $"high availability: this server is {own ?? "in an unknown state"}, its partner {partner ?? "in an unknown state"}"));
        }
    }
}
