using System.Collections.Concurrent;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Ledger;
using Fairlead.Server.Observing;

namespace Fairlead.Server.Pages.Serving;

/// <summary>The ledger at one moment, with what pages work out of it kept until the next change.</summary>
internal sealed class EstateMoment
{
    private readonly LedgerView _view;
    private const int MostKept = 16;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<object, object> _kept = [];
    private readonly Dictionary<string, FreeAddresses> _spaces = [];
    private readonly Lazy<ILookup<string, Diagnostic>> _findings;
    private readonly Lazy<Dictionary<string, StoredSite>> _stored;

    /// <param name="plan">Of all sites, held against what was observed.</param>
    public EstateMoment(LedgerView view, Plan plan)
    {
        _view = view;
        LastEntry = view.LastEntry;
        Plan = plan;
        _findings = new(() => Plan.Diagnostics.Where(finding => finding.Site is not null).ToLookup(finding => finding.Site!));
        _stored = new(() => view.AllSites().ToDictionary(site => site.Name));
    }

    public long LastEntry { get; }

    public Plan Plan { get; }

    public StoredSite? Stored(string site) => _stored.Value.GetValueOrDefault(site);

    public Site? Site(string name) => Plan.Estate.Sites.FirstOrDefault(site => site.Name == name);

    /// <summary>In reading order.</summary>
    public IEnumerable<Diagnostic> Findings(string site) => _findings.Value[site];

    /// <summary>Works something out once for all who ask while nothing changes; not more than some things at a time.</summary>
    /// <param name="key">Tells apart what is worked out, and for whom where that matters.</param>
    public T Keep<T>(object key, Func<T> make)
        where T : notnull
    {
        if (_kept.TryGetValue(key, out var known))
            return (T)known;
        var made = make();
        if (_kept.Count < MostKept)
            _kept.TryAdd(key, made);
        return made;
    }

    /// <summary>What may still be given in a segment, for each of its families; the segments of a stretched network share theirs.</summary>
    public IReadOnlyList<FreeFigure> Free(Segment segment)
    {
        lock (_lock)
        {
            if (!_spaces.TryGetValue(segment.AddressSpace, out var space))
            {
                var name = segment.AddressSpace;
                space = new FreeAddresses(Plan.Claims.Where(claim => claim.AddressSpace == name), prefix => _view.HoldingsIn(name, prefix, int.MaxValue).Select(holding => holding.Range));
                _spaces.Add(name, space);
            }

            return [.. space.In(segment).Select(pool => new FreeFigure(pool.Prefix, pool.Count, pool.Longest))];
        }
    }
}

/// <param name="Count">Free addresses of the prefix.</param>
/// <param name="Longest">Of the longest range that can be given.</param>
public sealed record FreeFigure(IpPrefix Prefix, UInt128 Count, UInt128 Longest);

/// <summary>Keeps the last moment: many readers between two changes share one.</summary>
internal sealed class EstateMoments(Ledger.Ledger ledger, ObservedSites observed)
{
    private volatile EstateMoment? _last;

    public EstateMoment Now()
    {
        var (view, plan) = (ledger.View, observed.Plan());
        return _last is { } last && last.LastEntry == view.LastEntry && ReferenceEquals(last.Plan, plan) ? last : _last = new EstateMoment(view, plan);
    }
}
