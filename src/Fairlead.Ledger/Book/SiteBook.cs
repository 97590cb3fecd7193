using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Joins;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;

namespace Fairlead.Ledger.Book;

/// <summary>The loaded sites, the plan of all of them together, and what that means for single addresses. Immutable.</summary>
internal sealed class SiteBook
{
    private readonly SortedDictionary<string, ReadSite> _sites;
    private readonly ILookup<string, Claim> _claims;
    private readonly Dictionary<string, IpSet> _exclusive;

    private SiteBook(SortedDictionary<string, ReadSite> sites, Plan plan)
    {
        _sites = sites;
        Plan = plan;
        _claims = plan.Claims.ToLookup(claim => claim.AddressSpace);
        _exclusive = plan.Claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive)
            .GroupBy(claim => claim.AddressSpace)
            .ToDictionary(space => space.Key, space => IpSet.Of(space.Select(claim => claim.Range)));
    }

    /// <summary>Across all sites, by name.</summary>
    public Plan Plan { get; }

    public IEnumerable<StoredSite> Sites => _sites.Values.Select(site => site.Stored);

    public StoredSite? Find(string name) => _sites.GetValueOrDefault(name)?.Stored;

    public Site? SiteOf(string name) => Plan.Estate.Sites.FirstOrDefault(site => site.Name == name);

    /// <summary>In reading order.</summary>
    public IEnumerable<Claim> ClaimsIn(string space) => _claims[space];

    /// <summary>Whether a site file claims any of it for somebody alone.</summary>
    public bool NamesExclusively(string space, IpRange range) => _exclusive.TryGetValue(space, out var ranges) && ranges.Overlaps(range);

    /// <summary>The exclusive claims of files that share an address with a range and are of one owner.</summary>
    public IEnumerable<Claim> NamedBy(string owner, string space, IpRange range) => !NamesExclusively(space, range)
        ? []
        : _claims[space].Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive && claim.Range.Overlaps(range) && claim.Owner.ToString() == owner);

    public static SiteBook Of(IEnumerable<StoredSite> sites, IEnumerable<Holding> holdings, DateOnly today)
    {
        var read = new SortedDictionary<string, ReadSite>(StringComparer.Ordinal);
        foreach (var site in sites)
            read.Add(site.Name, new(site, DocumentsOf(site)));
        return Of(read, holdings, today);
    }

    /// <param name="name">Of the site that changes.</param>
    /// <param name="site">Null: it is gone.</param>
    public SiteBook With(string name, StoredSite? site, IEnumerable<Holding> holdings, DateOnly today)
    {
        var sites = new SortedDictionary<string, ReadSite>(_sites, StringComparer.Ordinal);
        sites.Remove(name);
        if (site is not null)
            sites.Add(name, new(site, DocumentsOf(site)));
        return Of(sites, holdings, today);
    }

    /// <summary>The same sites with other holdings, or on another day.</summary>
    public SiteBook Again(IEnumerable<Holding> holdings, DateOnly today) => Of(_sites, holdings, today);

    /// <summary>What the plan would be with a site of these files.</summary>
    public Plan PlanWith(StoredSite site, IEnumerable<Holding> holdings, DateOnly today) => With(site.Name, site, holdings, today).Plan;

    public Plan PlanObserving(ObservedWorld world, IEnumerable<Holding> holdings, DateOnly today) => MakePlan(_sites, holdings, today, world);

    /// <summary>The documents of a site among all that its files hold.</summary>
    public static IReadOnlyList<SourceDocument> DocumentsOf(StoredSite site) =>
        [.. site.Files.SelectMany(file => SiteFileReader.Parse(file.Name, file.Bytes.Span)).Where(document => DocumentOwner.SiteOf(document) is not { } owner || owner == site.Name)];

    public static HeldRange HeldRangeOf(Holding holding) => new(holding.AddressSpace, holding.Range, holding.Kind, holding.Owner, holding.Site, holding.Segment, holding.Id.ToString());

    private static SiteBook Of(SortedDictionary<string, ReadSite> sites, IEnumerable<Holding> holdings, DateOnly today) => new(sites, MakePlan(sites, holdings, today, ObservedWorld.Empty));

    private static Plan MakePlan(SortedDictionary<string, ReadSite> sites, IEnumerable<Holding> holdings, DateOnly today, ObservedWorld world)
    {
        var held = holdings.Select(HeldRangeOf).ToList();
        var controlPlanes = holdings
            .Where(holding => holding is { Kind: ClaimKind.ControlPlaneIp, State: HoldingState.Active })
            .GroupBy(holding => holding.Owner)
            .ToDictionary(owner => owner.Key, owner => IpSet.Of(owner.Select(holding => holding.Range)));
        return Planner.Make([.. sites.Values.SelectMany(site => site.Documents)], new PlanOptions { AsOf = today, Held = held, HeldControlPlaneIps = controlPlanes, Observed = world });
    }

    private sealed record ReadSite(StoredSite Stored, IReadOnlyList<SourceDocument> Documents);
}
