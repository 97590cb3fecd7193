using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Neighbours;

/// <summary>Everything that was seen of a set of addresses. One writer; <see cref="SeenOf"/> may be read beside it.</summary>
internal sealed class SightingBook
{
    /// <summary>More MACs than that for one address are an attack or a loop; what is known by then is enough.</summary>
    private const int MostMacs = 16;

    private readonly IpAddr[] _addresses;
    private readonly HashSet<MacAddress> _own;
    private readonly int[] _seen;
    private readonly byte[] _macs;
    private readonly Dictionary<(int Index, MacAddress Mac), NeighbourSighting> _sightings = [];

    /// <param name="addresses">Sorted, each once.</param>
    /// <param name="own">MACs of this machine, which are nobody's life.</param>
    public SightingBook(IpAddr[] addresses, HashSet<MacAddress> own)
    {
        _addresses = addresses;
        _own = own;
        _seen = new int[addresses.Length];
        _macs = new byte[addresses.Length];
    }

    public SeenAs SeenOf(int index) => (SeenAs)Volatile.Read(ref _seen[index]);

    public void Add(in NeighbourReply reply, DateTimeOffset at)
    {
        if (_own.Contains(reply.Mac) || _own.Contains(reply.FrameSource))
            return;
        var index = Array.BinarySearch(_addresses, reply.Address);
        if (index < 0)
            return;
        if (_sightings.TryGetValue((index, reply.Mac), out var known))
        {
            if ((known.As | reply.As) != known.As)
                _sightings[(index, reply.Mac)] = known with { As = known.As | reply.As };
        }
        else if (_macs[index] < MostMacs)
        {
            _macs[index]++;
            _sightings.Add((index, reply.Mac), new(reply.Address, reply.Mac, reply.FrameSource, reply.As, at));
        }

        Volatile.Write(ref _seen[index], _seen[index] | (int)reply.As);
    }

    /// <summary>By address, then by when they were seen.</summary>
    public IReadOnlyList<NeighbourSighting> ToList() => [.. _sightings.Values.OrderBy(seen => seen.Address).ThenBy(seen => seen.At).ThenBy(seen => seen.Mac)];
}
