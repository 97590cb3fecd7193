using Fairlead.Core.Addressing;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;

namespace Fairlead.Server.Observing;

/// <summary>What every watched source said last, what was seen before, and the plan held against it. Safe for any number of threads.</summary>
internal sealed class ObservedSites(Watching watching, Ledger.Ledger ledger, TimeProvider time)
{
    /// <summary>Pairs of address and MAC that are remembered of one site; a DHCP server of a million leases has more, and its leases are read anew anyway.</summary>
    internal const int MostSightings = 200_000;

    private readonly Lock _lock = new();
    private readonly List<SourceState> _states = [.. watching.Sources.Select(watched => new SourceState(watched, null, null))];
    private readonly Dictionary<string, Dictionary<(string, IpAddr, MacAddress), PastSighting>> _past = new(StringComparer.Ordinal);
    private (Plan Written, long Version, Plan Observed)? _plan;
    private long _version;

    /// <summary>In the order in which they were named.</summary>
    public IReadOnlyList<SourceState> All
    {
        get
        {
            lock (_lock)
                return [.. _states];
        }
    }

    /// <summary>Rises whenever a source says something else.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    public IReadOnlyList<SourceState> Of(string site) => [.. All.Where(state => state.Watched.Site == site)];

    /// <summary>All sites, held against what was observed: made once for everybody who asks between two changes.</summary>
    public Plan Plan()
    {
        var written = ledger.View.Plan;
        List<SourceState> states;
        long version;
        lock (_lock)
        {
            if (_plan is { } known && ReferenceEquals(known.Written, written) && known.Version == _version)
                return known.Observed;
            (states, version) = ([.. _states], _version);
        }

        var world = WorldOf(states, written);
        var plan = world.IsEmpty ? written : ledger.View.PlanObserving(world);
        lock (_lock)
            _plan = (written, version, plan);
        return plan;
    }

    /// <returns>The state after it.</returns>
    internal SourceState Add(WatchedSource watched, ObservationOutcome outcome)
    {
        lock (_lock)
        {
            var index = _states.FindIndex(state => state.Watched == watched);
            _version++;
            return _states[index] = _states[index].After(outcome);
        }
    }

    /// <summary>Remembers what was seen.</summary>
    /// <returns>What is new, or was last written down longer ago than an hour.</returns>
    internal IReadOnlyList<PastSighting> Remember(string site, IEnumerable<PastSighting> seen)
    {
        var changed = new List<PastSighting>();
        lock (_lock)
        {
            if (!_past.TryGetValue(site, out var known))
                _past.Add(site, known = []);
            foreach (var each in seen)
            {
                var key = (each.AddressSpace, each.Address, each.Mac);
                var before = known.GetValueOrDefault(key);
                if (before is null ? known.Count >= MostSightings : each.LastAt - before.LastAt < TimeSpan.FromHours(1))
                    continue;
                known[key] = before is null ? each : each with { FirstAt = before.FirstAt, Name = each.Name ?? before.Name };
                changed.Add(known[key]);
            }
        }

        return changed;
    }

    internal void Forget(DateTimeOffset before)
    {
        lock (_lock)
        {
            foreach (var known in _past.Values)
            {
                foreach (var old in known.Where(pair => pair.Value.LastAt < before).Select(pair => pair.Key).ToList())
                    known.Remove(old);
            }
        }
    }

    /// <summary>The address space of a site's sources where a reference says none.</summary>
    internal string AddressSpaceOf(string site) => ledger.View.Plan.Estate.Sites.FirstOrDefault(each => each.Name == site)?.AddressSpace ?? Core.Sites.Site.DefaultAddressSpace;

    private ObservedWorld WorldOf(List<SourceState> states, Plan plan)
    {
        var now = time.GetUtcNow();
        var spaces = plan.Estate.Sites.ToDictionary(site => site.Name, site => site.AddressSpace, StringComparer.Ordinal);
        var outcomes = new List<ObservationOutcome>();
        foreach (var state in states)
        {
            // A source of a site that is not loaded has nothing to be held against.
            if (spaces.TryGetValue(state.Watched.Site, out var space) && state.At(now) is { } outcome)
                outcomes.Add(outcome is ObservationOutcome.Seen { Observation: { AddressSpace: null } seen } ? new ObservationOutcome.Seen(seen with { AddressSpace = space }) : outcome);
        }

        List<PastSighting> past;
        lock (_lock)
            past = [.. _past.Values.SelectMany(known => known.Values)];
        return outcomes.Count == 0 ? ObservedWorld.Empty : new ObservedWorld(outcomes, now, past);
    }
}
