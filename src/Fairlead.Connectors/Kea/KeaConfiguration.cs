using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>What a configuration of kea-dhcp4 or kea-dhcp6 serves. Values that a subnet does not have come from its shared network, then from the whole.</summary>
internal sealed class KeaConfiguration
{
    private readonly List<ServedSubnet> _subnets = [];
    private readonly List<ObservationNote> _notes = [];

    private KeaConfiguration(KeaNode server, bool isV6)
    {
        (Server, IsV6) = (server, isV6);
    }

    /// <summary>The member <c>Dhcp4</c> or <c>Dhcp6</c>.</summary>
    public KeaNode Server { get; }

    public bool IsV6 { get; }

    public IReadOnlyList<ServedSubnet> Subnets => _subnets;

    public IReadOnlyList<ObservationNote> Notes => _notes;

    /// <exception cref="SourceFailureException">It is no configuration of a DHCP server of Kea.</exception>
    public static KeaConfiguration Of(KeaNode root, string name)
    {
        var (server, isV6) = root["Dhcp4"] is { } v4 ? (v4, false) : (root["Dhcp6"], true);
        if (server is not KeaObject)
            throw SourceFailureException.Malformed(name, "it has no member Dhcp4 or Dhcp6.", "Name the configuration of kea-dhcp4 or kea-dhcp6; that of the control agent says nothing about addresses.");
        var configuration = new KeaConfiguration(server, isV6);
        configuration.Read();
        return configuration;
    }

    private void Read()
    {
        var list = IsV6 ? "subnet6" : "subnet4";
        var partner = PartnerOf(Server);
        foreach (var subnet in Server[list]?.Items ?? [])
            ReadSubnet(subnet, null, partner);
        foreach (var network in Server["shared-networks"]?.Items ?? [])
        {
            foreach (var subnet in network[list]?.Items ?? [])
                ReadSubnet(subnet, network, partner);
        }

        AddGlobalReservations();
    }

    private void ReadSubnet(KeaNode subnet, KeaNode? network, string? partner)
    {
        if (PrefixOf(subnet["subnet"]) is not { } prefix)
        {
            _notes.Add(new(subnet.Where, "this subnet has no prefix that is understood; it is left out"));
            return;
        }

        KeaNode?[] holders = [subnet, network, Server];
        var served = new ServedSubnet
        {
            Prefix = prefix,
            Where = subnet.Where,
            Name = subnet["id"]?.Text,
            SharedNetwork = network?["name"]?.Text,
            Pools = [.. (subnet["pools"]?.Items ?? []).Select(pool => PoolOf(pool, subnet, network)).OfType<ServedPool>()],
            Reservations = [.. (subnet["reservations"]?.Items ?? []).SelectMany(ReservationsOf)],
            LeaseTime = holders.Select(holder => holder?["valid-lifetime"]?.Number).FirstOrDefault(seconds => seconds is not null) is { } seconds ? Seconds(seconds) : null,
            Routers = IsV6 ? [] : AddressesOf("routers", 3, holders),
            DnsServers = IsV6 ? AddressesOf("dns-servers", 23, holders) : AddressesOf("domain-name-servers", 6, holders),
            NtpServers = IsV6 ? AddressesOf("sntp-servers", 31, holders) : AddressesOf("ntp-servers", 42, holders),
            Partner = partner,
        };
        if (subnet["pd-pools"] is KeaList { Values.Count: > 0 } delegated)
            _notes.Add(new(delegated.Where, "prefixes that are delegated to routers are not read"));
        _subnets.Add(served);
    }

    private ServedPool? PoolOf(KeaNode pool, KeaNode subnet, KeaNode? network)
    {
        if (RangeOf(pool["pool"]?.Text) is { } range)
            return new(range, pool.Where, ClassOf(pool) ?? ClassOf(subnet) ?? (network is null ? null : ClassOf(network)));
        _notes.Add(new(pool.Where, "this pool is not understood; it is left out"));
        return null;
    }

    /// <summary><c>client-class</c>, or since Kea 2.7 the list <c>client-classes</c>: a client of any of them.</summary>
    private static string? ClassOf(KeaNode holder) =>
        holder["client-class"]?.Text is { Length: > 0 } one ? one : string.Join(" or ", (holder["client-classes"]?.Items ?? []).Select(item => item.Text)) is { Length: > 0 } several ? several : null;

    private static IEnumerable<ServedReservation> ReservationsOf(KeaNode reservation)
    {
        var mac = reservation["hw-address"]?.Mac;
        var client = mac is not null ? null : reservation["duid"]?.Text ?? reservation["client-id"]?.Text ?? reservation["circuit-id"]?.Text ?? reservation["flex-id"]?.Text;
        var name = reservation["hostname"]?.Text is { Length: > 0 } text ? text : null;
        var addresses = (reservation["ip-addresses"]?.Items.Select(item => item.Text) ?? []).Prepend(reservation["ip-address"]?.Text).Select(AddressOf).OfType<IpAddr>().ToList();
        return addresses.Count == 0
            ? [new ServedReservation(null, mac, client, name, reservation.Where)]
            : addresses.Select(address => new ServedReservation(address, mac, client, name, reservation.Where));
    }

    /// <summary>Reservations of the whole server count where their addresses lie.</summary>
    private void AddGlobalReservations()
    {
        var all = (Server["reservations"]?.Items ?? []).SelectMany(ReservationsOf).Where(each => each.Address is not null).ToLookup(each => _subnets.FindIndex(subnet => subnet.Prefix.Contains(each.Address!.Value)));
        for (var i = 0; i < _subnets.Count; i++)
        {
            if (all.Contains(i))
                _subnets[i] = _subnets[i] with { Reservations = [.. _subnets[i].Reservations, .. all[i]] };
        }

        foreach (var outside in all[-1])
            _notes.Add(new(outside.Where, $"the reserved address {outside.Address} lies in no subnet"));
    }

    /// <summary>The options of the nearest holder that has any of that code.</summary>
    private static IReadOnlyList<IpAddr> AddressesOf(string name, int code, KeaNode?[] holders)
    {
        foreach (var holder in holders)
        {
            var options = (holder?["option-data"]?.Items ?? []).Where(option => option["name"]?.Text == name || (option["name"] is null && option["code"]?.Number == code)).ToList();
            if (options.Count > 0)
                return [.. options.SelectMany(option => (option["data"]?.Text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(AddressOf).OfType<IpAddr>()];
        }

        return [];
    }

    /// <summary>Of the hook for high availability: the peer that is not this server.</summary>
    private static string? PartnerOf(KeaNode server)
    {
        foreach (var hook in server["hooks-libraries"]?.Items ?? [])
        {
            foreach (var pair in hook["parameters"]?["high-availability"]?.Items ?? [])
            {
                var own = pair["this-server-name"]?.Text;
                var others = (pair["peers"]?.Items ?? []).Where(peer => peer["name"]?.Text != own && peer["role"]?.Text != "backup").Select(peer => $"{peer["name"]?.Text} {peer["url"]?.Text}".Trim()).ToList();
                if (others.Count > 0)
                    return string.Join(", ", others);
            }
        }

        return null;
    }

    /// <summary>4294967295 (0xffffffff) is a lease without end (RFC 2131, section 3.3).</summary>
    private static TimeSpan Seconds(long seconds) => seconds is > 0 and < uint.MaxValue ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    private static IpAddr? AddressOf(string? text) => IpAddr.TryParse(text, out var address, out _) ? address : null;

    private static IpRange? RangeOf(string? text) => IpRange.TryParse(text?.Replace(" ", "", StringComparison.Ordinal), out var range, out _) ? range : null;

    /// <summary>Kea takes host bits in a prefix since 2.4 with a warning, and means the network.</summary>
    private static IpPrefix? PrefixOf(KeaNode? node)
    {
        if (IpPrefix.TryParse(node?.Text, out var prefix, out _))
            return prefix;
        var parts = node?.Text?.Split('/') ?? [];
        return parts.Length == 2 && IpAddr.TryParse(parts[0], out var address, out _) && int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length) && length <= (address.IsV4 ? 32 : 128)
            ? IpPrefix.Of(address, length)
            : null;
    }
}
