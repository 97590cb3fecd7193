using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>The claims of one address space, by family.</summary>
internal sealed record SpaceOfClaims(string Name, FamilyOfOneSpace<uint> V4, FamilyOfOneSpace<UInt128> V6);

/// <summary>All claims by address space and family, ready to be swept. Looks at each claim twice: memory is what a million of them cost.</summary>
internal sealed class ClaimsBySpace : IDisposable
{
    private readonly Dictionary<string, SpaceOfClaims> _spaces = [];

    public ClaimsBySpace(IReadOnlyList<Claim> claims)
    {
        CountThenMakeRoom(claims);
        SpaceOfClaims? space = null;
        for (var i = 0; i < claims.Count; i++)
        {
            var claim = claims[i];
            if (space is null || !ReferenceEquals(claim.AddressSpace, space.Name))
                space = _spaces[claim.AddressSpace];
            if (claim.Range.Family == IpFamily.V4)
                space.V4.Add(claim, i);
            else if (claim.Range.Family == IpFamily.V6)
                space.V6.Add(claim, i);
        }
    }

    public IReadOnlyCollection<SpaceOfClaims> All => _spaces.Values;

    /// <summary>Every pod network, in whichever space.</summary>
    public IpSet PodNetworks { get; private set; } = IpSet.Empty;

    public IpSet ServiceNetworks { get; private set; } = IpSet.Empty;

    public void Dispose()
    {
        foreach (var space in _spaces.Values)
        {
            space.V4.Dispose();
            space.V6.Dispose();
        }
    }

    /// <summary>Counted first, so that room is made once.</summary>
    private void CountThenMakeRoom(IReadOnlyList<Claim> claims)
    {
        var counts = new Dictionary<string, Counts>();
        string? name = null;
        var count = new Counts();
        var (pods, services) = (new NetworkCollector(), new NetworkCollector());
        for (var i = 0; i < claims.Count; i++)
        {
            var claim = claims[i];
            if (!ReferenceEquals(claim.AddressSpace, name))
            {
                name = claim.AddressSpace;
                if (!counts.TryGetValue(name, out count!))
                    counts.Add(name, count = new Counts());
            }

            var ranges = 1 + claim.Less.Ranges.Length;
            if (claim.Range.Family == IpFamily.V4)
                count.V4 += ranges;
            else
                count.V6 += ranges;
            if (claim.Kind == ClaimKind.PodCidr)
                pods.Add(claim.Range);
            else if (claim.Kind == ClaimKind.ServiceCidr)
                services.Add(claim.Range);
        }

        foreach (var (space, ranges) in counts)
            _spaces.Add(space, new(space, new(claims, ranges.V4), new(claims, ranges.V6)));
        PodNetworks = pods.ToSet();
        ServiceNetworks = services.ToSet();
    }

    private sealed class Counts
    {
        public int V4 { get; set; }

        public int V6 { get; set; }
    }

    /// <summary>Clusters use the same few networks over and over: the one before is not added again.</summary>
    private sealed class NetworkCollector
    {
        private readonly IpSetBuilder _builder = new();
        private IpRange _before;

        public void Add(IpRange network)
        {
            if (network == _before)
                return;
            _before = network;
            _builder.Add(network);
        }

        public IpSet ToSet() => _builder.ToSet();
    }
}
