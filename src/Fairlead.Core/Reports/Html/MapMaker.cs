using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Reports.Html;

/// <summary>Makes the maps of a plan. Claims are sorted once, so that a segment looks only at its own neighbourhood.</summary>
internal sealed class MapMaker
{
    private readonly Dictionary<(string Space, IpFamily Family), Neighbourhood<Claim>> _claims;
    private readonly Dictionary<(string Space, IpFamily Family), Neighbourhood<MapConflict>> _conflicts;

    public MapMaker(Plan plan)
    {
        _claims = plan.Claims
            .Where(claim => claim.Kind.GroupOf() is not (ClaimGroup.Place or ClaimGroup.Overlay))
            .GroupBy(claim => (claim.AddressSpace, claim.Range.Family))
            .ToDictionary(group => group.Key, group => new Neighbourhood<Claim>([.. group.Select(claim => (claim.Range, claim))]));
        var spaces = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var claim in plan.Claims)
            spaces.TryAdd(claim.Subject.ToString(), claim.AddressSpace);
        _conflicts = plan.Diagnostics
            .Where(finding => finding.Overlap is { IsEmpty: false } && spaces.ContainsKey(finding.Subject.ToString()))
            .SelectMany(finding => finding.Overlap!.Ranges.Select(range => (Range: range, Conflict: new MapConflict(IpSet.Of(range), finding))))
            .GroupBy(item => (spaces[item.Conflict.Finding.Subject.ToString()], item.Range.Family))
            .ToDictionary(group => group.Key, group => new Neighbourhood<MapConflict>([.. group]));
    }

    public IEnumerable<AddressMap> MapsOf(Segment segment)
    {
        foreach (var prefix in segment.Prefixes)
        {
            var key = (segment.AddressSpace, prefix.Value.Family);
            var claims = _claims.TryGetValue(key, out var all) ? all.Touching(prefix.Value.Range) : [];
            var conflicts = _conflicts.TryGetValue(key, out var found) ? found.Touching(prefix.Value.Range) : [];
            yield return AddressMap.Of(segment, prefix.Value, claims, conflicts);
        }
    }

    /// <summary>Ranges in order of their first address, with the farthest end so far: a look-up walks back only while anything can reach it.</summary>
    private sealed class Neighbourhood<T>
    {
        private readonly List<(IpRange Range, T Item)> _sorted;
        private readonly List<IpAddr> _farthest;

        public Neighbourhood(List<(IpRange Range, T Item)> items)
        {
            _sorted = [.. items.OrderBy(item => item.Range.First)];
            _farthest = new List<IpAddr>(_sorted.Count);
            foreach (var (range, _) in _sorted)
                _farthest.Add(_farthest.Count > 0 && _farthest[^1] > range.Last ? _farthest[^1] : range.Last);
        }

        public List<T> Touching(IpRange range)
        {
            var found = new List<T>();
            for (var i = CountUpTo(range.Last) - 1; i >= 0 && _farthest[i] >= range.First; i--)
            {
                if (_sorted[i].Range.Last >= range.First)
                    found.Add(_sorted[i].Item);
            }

            found.Reverse();
            return found;
        }

        /// <summary>How many begin at or before an address.</summary>
        private int CountUpTo(IpAddr address)
        {
            var (low, high) = (0, _sorted.Count);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (_sorted[middle].Range.First <= address)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
