using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Importing;

/// <summary>
/// Makes a draft of a site from what sources hold. The sources are one picture: a network of vCenter has its prefix from the DHCP server whose
/// leases its machines have, and its VLAN may lead to an address book. What no source says is not there.
/// </summary>
public sealed class SiteImport
{
    private readonly IReadOnlyList<Observation> _observations;
    private readonly DraftRequest _request;
    private readonly SiteDraft _draft;
    private readonly List<ObservationNote> _notes = [];
    private readonly ObservedPlaces _places;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private SiteImport(IReadOnlyList<Observation> observations, DraftRequest request)
    {
        (_observations, _request) = (observations, request);
        _places = ObservedPlaces.Of(observations, _notes);
        var declared = observations.Select(observation => observation.Declared).OfType<DeclaredSite>().ToList();
        _draft = new SiteDraft
        {
            Name = request.Name,
            Profile = request.Profile ?? declared.Select(site => site.Profile).OfType<string>().FirstOrDefault() ?? "kubernetes-vsphere",
            Region = declared.Select(site => site.Region?.Value).OfType<string>().FirstOrDefault(),
            Origin = request.Origin,
        };
    }

    /// <exception cref="UnusableInputException">A network that is named is not there, stands for several, or has no prefix that can be known.</exception>
    public static (SiteDraft Draft, IReadOnlyList<ObservationNote> Notes) Make(IReadOnlyList<Observation> observations, DraftRequest request)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(request);
        var import = new SiteImport(observations, request);
        import.AddInfrastructure();
        import.AddNamedNetworks();
        if (request.Networks.Count == 0)
            import.AddPlaces();
        new DeclaredDrafts(import._draft, request, import._notes, import.NameOf).Add(observations);
        return (import._draft, import._notes);
    }

    private void AddInfrastructure()
    {
        foreach (var observation in _observations.Where(observation => observation.Source.Kind == SourceKind.VCenter))
        {
            var from = observation.Source.ToString();
            var host = HostOf(observation.Source.Name);
            if (IpAddr.TryParse(host, out var address, out _))
                _draft.VCenterAddress ??= new(address.ToString(), from);
            else if (host.Length > 0)
                _draft.VCenterHost ??= new(host, from);
            foreach (var found in observation.Hosts)
            {
                foreach (var own in found.Addresses.Where(own => !own.IsLinkLocal).Select(own => own.ToString()))
                {
                    if (_draft.Hosts.TrueForAll(known => known.Text != own))
                        _draft.Hosts.Add(new(own, $"{from}, {found.Name}"));
                }
            }
        }
    }

    private void AddNamedNetworks()
    {
        var networks = _request.Networks.Select(Find).DistinctBy(found => found.Network.Id).ToList();
        foreach (var (observation, network) in networks)
        {
            var machines = observation.Machines.Where(machine => machine.Adapters.Any(adapter => adapter.NetworkId == network.Id)).ToList();
            var prefixes = new NetworkPrefixes(_places, observation, network, machines).Find(networks.Count == 1 ? _request.Prefixes : [], _request.Prefixes);
            if (prefixes.Count == 0)
                throw new UnusableInputException($"{observation.Source} knows the network '{network.Name}' and not its prefix. Say it with --prefix, or name the DHCP server (kea:…, dnsmasq:…, isc-dhcp:…, windows-dhcp:…) or address book (netbox:…, csv:…) that serves it in the same command.");
            var from = observation.Source.ToString();
            var segment = new SegmentDraft { Name = new(NameOf(network.Name, prefixes[0].Prefix), from), VsphereNetwork = new(network.Name, from) };
            if (network.Vlan is { } vlan)
                segment.Vlan = new(vlan.ToString(CultureInfo.InvariantCulture), from);
            else
                _notes.Add(new($"{from} {network.Path}/{network.Name}", $"its VLAN is not one number ({network.VlanText ?? "not known"}) and is left out."));
            foreach (var (prefix, why) in prefixes)
            {
                segment.Prefixes.Add(new(prefix.ToString(), why));
                PlaceDrafts.Fill(segment, prefix, _places, _notes);
            }

            AddMachines(segment, observation, network, machines);
            _draft.Segments.Add(segment);
        }

        if (networks.Count == 0 && _observations.Any(observation => observation.Networks.Count > 0))
            _notes.Add(new("vcenter", $"no network is named, so none becomes a segment; --network NAME takes one of: {string.Join(", ", _observations.SelectMany(observation => observation.Networks).Select(network => network.Name).Distinct().Order(StringComparer.Ordinal).Take(20))}."));
    }

    private (Observation Observation, ObservedNetwork Network) Find(string name)
    {
        var all = _observations.SelectMany(observation => observation.Networks.Select(network => (Observation: observation, Network: network))).ToList();
        var found = all.FindAll(each => each.Network.Id == name || $"{each.Network.Path}/{each.Network.Name}" == name.TrimStart('/'));
        if (found.Count == 0)
            found = all.FindAll(each => each.Network.Name == name);
        if (found.Count == 1)
            return found[0];
        if (found.Count > 1)
            throw new UnusableInputException($"{found.Count} networks are called '{name}': {string.Join(", ", found.Select(each => $"{each.Network.Path}/{each.Network.Name} ({each.Network.Id})"))}. Name one by its path or id.");
        if (all.Count == 0)
            throw new UnusableInputException($"--network {name}: no source that was read knows networks; vcenter:… does.");
        var nearest = Nearest.Of(name, [.. all.Select(each => each.Network.Name).Distinct()]);
        throw new UnusableInputException($"vCenter has no network '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")} It has {string.Join(", ", all.Select(each => each.Network.Name).Distinct().Order(StringComparer.Ordinal).Take(20))}.");
    }

    /// <summary>Machines whose addresses no scope hands out keep them: nothing is planned there.</summary>
    private void AddMachines(SegmentDraft segment, Observation observation, ObservedNetwork network, List<ObservedMachine> machines)
    {
        var prefixes = segment.Prefixes.ConvertAll(prefix => IpPrefix.Parse(prefix.Text));
        var dynamic = IpSet.Of(segment.Scopes.Select(scope => IpRange.Parse(scope.Text)));
        if (dynamic.IsEmpty && machines.Count > 0)
            _notes.Add(new($"{observation.Source} {network.Name}", "no source says what DHCP hands out there, so every address of its machines counts as reserved; name the DHCP server in the same command."));
        var taken = IpSet.Of(segment.Reserved.Select(range => IpRange.Parse(range.Text)).Concat(segment.Gateways.Concat(segment.DnsServers).Select(address => IpRange.Single(IpAddr.Parse(address.Text)))));
        foreach (var machine in machines.OrderBy(machine => machine.Name, StringComparer.Ordinal).ThenBy(machine => machine.Id, StringComparer.Ordinal))
        {
            foreach (var address in machine.Adapters.Where(adapter => adapter.NetworkId == network.Id).SelectMany(adapter => adapter.Addresses).Where(address => !address.IsLinkLocal))
            {
                if (!prefixes.Exists(prefix => prefix.Contains(address)))
                    _notes.Add(new($"{observation.Source} {machine.Name}", $"its address {address} on '{network.Name}' lies outside of {string.Join(", ", prefixes)} and is left out."));
                else if (!dynamic.Contains(address) && !taken.Contains(address) && !_places.IsLeased(address))
                {
                    segment.Reserved.Add(new(address.ToString(), observation.Source.ToString(), $"VM {machine.Name}"));
                    taken = taken.Union(IpRange.Single(address));
                }
            }
        }
    }

    private void AddPlaces()
    {
        foreach (var (prefix, space) in _places.Segments(_notes))
        {
            var segment = new SegmentDraft { Name = new(NameOf(_places.NameOf(prefix, space), prefix)) };
            segment = new SegmentDraft { Name = segment.Name with { From = _places.WhereOf(prefix, space) } };
            if (space is not null && DnsLabel.Of(space) is { } label)
                segment.AddressSpace = new(label, label == space ? _places.WhereOf(prefix, space) : $"{_places.WhereOf(prefix, space)}, written as '{space}'");
            segment.Prefixes.Add(new(prefix.ToString(), _places.WhereOf(prefix, space)));
            PlaceDrafts.Fill(segment, prefix, _places, _notes, space);
            _draft.Segments.Add(segment);
        }
    }

    /// <summary>A name that no other segment of the draft has.</summary>
    private string NameOf(string? written, IpPrefix prefix)
    {
        const int Longest = 63;
        var label = written is not null && written.Any(char.IsLetter) ? DnsLabel.Of(written) : null;
        label ??= DnsLabel.Of($"net-{prefix}") ?? "net";
        for (var (number, first) = (2, label); !_names.Add(label); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
            label = first[..Math.Min(first.Length, Longest - suffix.Length)].TrimEnd('-') + suffix;
        }

        return label;
    }

    /// <summary>The host in an address, or the whole text where it is none.</summary>
    private static string HostOf(string name) => Uri.TryCreate(name, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host.Trim('[', ']') : name.Split('/')[0];
}
