using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Joins;

/// <summary>Everything that was observed, looked at from one moment: who has an address, by server, lease, adapter and machine.</summary>
public sealed class ObservedWorld
{
    private readonly Dictionary<MacAddress, (Observation Observation, ObservedMachine Machine)> _machines = [];
    private readonly ILookup<MacAddress, PastSighting> _past;

    /// <param name="at">The moment that leases are judged at: those of a live server; an export is judged at its own.</param>
    /// <param name="past">What earlier observations saw, where somebody keeps them.</param>
    public ObservedWorld(IReadOnlyList<ObservationOutcome> outcomes, DateTimeOffset at, IEnumerable<PastSighting>? past = null)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        (Outcomes, At, _past) = (outcomes, at, (past ?? []).ToLookup(seen => seen.Mac));
        Observations = [.. outcomes.OfType<ObservationOutcome.Seen>().Select(seen => seen.Observation)];
        foreach (var observation in Observations)
        {
            foreach (var machine in observation.Machines)
            {
                foreach (var adapter in machine.Adapters)
                {
                    if (adapter.Mac is { } mac)
                        _machines.TryAdd(mac, (observation, machine));
                }
            }
        }
    }

    public static ObservedWorld Empty { get; } = new([], default);

    /// <summary>Also the sources that failed, in the order in which they were named.</summary>
    public IReadOnlyList<ObservationOutcome> Outcomes { get; }

    public IReadOnlyList<Observation> Observations { get; }

    public DateTimeOffset At { get; }

    public bool IsEmpty => Outcomes.Count == 0;

    public bool HasFailures => Outcomes.Any(outcome => outcome is ObservationOutcome.Failed);

    /// <summary>The machine with this adapter, also one that is powered off and so shows no address.</summary>
    public ObservedMachine? MachineOf(MacAddress mac) => _machines.TryGetValue(mac, out var found) ? found.Machine : null;

    /// <summary>
    /// Where a machine that is not running had its addresses, as far as earlier observations say: vCenter shows none of it. Empty for one that runs, whose
    /// addresses are its adapters'; and empty where nothing is known, which does not mean that it has none.
    /// </summary>
    public IEnumerable<PastSighting> PastOf(ObservedMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Power == PowerState.On ? [] : machine.Adapters.Where(adapter => adapter.Addresses.Count == 0 && adapter.Mac is not null).SelectMany(adapter => _past[adapter.Mac!.Value]);
    }

    /// <summary>What DHCP servers hand out on a segment: subnets of its address space that share addresses with its prefixes.</summary>
    public IReadOnlyList<ServedBy> ServedOn(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return
        [
            .. from observation in Of(segment.AddressSpace)
               from subnet in observation.Subnets
               where segment.Prefixes.Any(prefix => prefix.Value.Overlaps(subnet.Prefix))
               select new ServedBy(observation, subnet),
        ];
    }

    /// <summary>Leases that are held, one for each address: where two servers of a pair know it, that which lasts longer.</summary>
    /// <returns>In order of addresses. As many as there are leases, so they are worked out one by one.</returns>
    public IEnumerable<HeldLease> LeasesIn(IpRange range, string addressSpace)
    {
        var held = Of(addressSpace).Where(observation => observation.Leases.Count > 0).Select(observation => HeldIn(observation, range)).ToList();
        return held.Count == 1 ? held[0] : Merged(held);
    }

    private IEnumerable<HeldLease> HeldIn(Observation observation, IpRange range)
    {
        var moment = MomentOf(observation);
        foreach (var lease in observation.Leases.In(range))
        {
            if (lease.IsHeld(moment))
                yield return new HeldLease(observation, lease, lease.Mac is { } mac ? MachineOf(mac) : null);
        }
    }

    /// <param name="sources">Each in order of addresses.</param>
    private static IEnumerable<HeldLease> Merged(List<IEnumerable<HeldLease>> sources)
    {
        var heads = new PriorityQueue<IEnumerator<HeldLease>, IpAddr>();
        try
        {
            foreach (var source in sources)
                Ahead(source.GetEnumerator());
            while (heads.TryDequeue(out var first, out var address))
            {
                var best = first.Current;
                Ahead(first);
                while (heads.TryPeek(out var next, out var same) && same == address)
                {
                    heads.Dequeue();
                    best = best.Lease.ExpiresAt < next.Current.Lease.ExpiresAt ? next.Current : best;
                    Ahead(next);
                }

                yield return best;
            }
        }
        finally
        {
            foreach (var (left, _) in heads.UnorderedItems)
                left.Dispose();
        }

        void Ahead(IEnumerator<HeldLease> source)
        {
            if (source.MoveNext())
                heads.Enqueue(source, source.Current.Lease.Address);
            else
                source.Dispose();
        }
    }

    /// <summary>Everything that was seen at addresses of a range, in one address space.</summary>
    public IReadOnlyList<Sighting> SeenAt(IpRange range, string addressSpace) => Sightings.Of(this, range, addressSpace);

    internal IEnumerable<Observation> Of(string addressSpace) => Observations.Where(observation => observation.AddressSpace is not { } own || own == addressSpace);

    /// <summary>A server that runs goes on after it wrote its file; an export is the state of its day.</summary>
    internal DateTimeOffset MomentOf(Observation observation) => observation.Source.Kind == SourceKind.WindowsDhcp ? observation.AsOf : At;

    /// <summary>Where something stands, for findings: the line of a file where one is known.</summary>
    internal static SourceLocation PlaceOf(ObservedSource source, string where)
    {
        ArgumentNullException.ThrowIfNull(where);
        var colon = where.LastIndexOf(':');
        return colon > 0 && int.TryParse(where.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var line) && line > 0
            ? new SourceLocation(where[..colon], line, 1)
            : new SourceLocation(where.Length == 0 ? source.ToString() : $"{source} {where}", 1, 1);
    }
}

public sealed record ServedBy(Observation Observation, ServedSubnet Subnet);

/// <param name="Machine">The VM whose adapter has it, where vCenter was read.</param>
public readonly record struct HeldLease(Observation Observation, Lease Lease, ObservedMachine? Machine)
{
    /// <summary>Who has it, as far as anything says.</summary>
    public string Holder => Machine is { } machine
        ? $"VM {machine.Name}{(machine.Power == PowerState.On ? "" : machine.Power == PowerState.Off ? ", powered off" : ", suspended")}"
        : Lease.State == LeaseState.Declined ? "declined: somebody else uses it"
        : Lease.HostName is { Length: > 0 } name ? $"host {name}"
        : Lease.Mac is { } mac ? $"MAC {mac}"
        : !Lease.ClientId.IsNone ? $"client {Lease.ClientId}"
        : "an unknown client";
}
