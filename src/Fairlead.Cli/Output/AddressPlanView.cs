using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Cli.Output;

/// <summary>Every network with a bar of it, and what is claimed where and by whom.</summary>
internal sealed class AddressPlanView
{
    private const int RowsShown = 40;

    /// <summary>Where a range leaves less than this, its words stand below it.</summary>
    private const int LeastRoomBeside = 26;

    private const int Indent = 2;

    private readonly Plan _plan;
    private readonly Page _page;
    private readonly ClaimsByPlace _claims;
    private readonly ClaimRows _rows;
    private readonly Dictionary<string, IpSet> _conflicts;

    private AddressPlanView(Plan plan, Page page)
    {
        _plan = plan;
        _page = page;
        _claims = ClaimsByPlace.Of(plan.Estate, plan.Claims);
        _rows = new ClaimRows(plan);
        _conflicts = ConflictsBySpace(plan);
    }

    public static void Write(Plan plan, Page page)
    {
        if (plan.Estate.Sites.Count > 0)
            new AddressPlanView(plan, page).Write();
    }

    private void Write()
    {
        _page.Heading("Address plan");
        var places = _claims.Places.ToLookup(place => place.Site);
        var bars = _claims.Places.ToDictionary(place => place, BarsOf);
        WriteLegend(bars.Values.SelectMany(bars => bars).SelectMany(bar => bar.Pieces));
        var claims = _plan.Claims.ToLookup(claim => claim.Site);
        foreach (var site in _plan.Estate.Sites)
        {
            _page.Blank();
            _page.Add($"site {site.Name}", Ink.Strong).Add($"  {site.Profile.Name}, address space {site.AddressSpace}", Ink.Dim).End();
            foreach (var place in places[site])
                WritePlace(place, bars[place]);
            WriteElsewhere(site, claims[site]);
        }

        if (_plan.Claims.Any(claim => claim.IsChosen))
        {
            _page.Blank();
            _page.Wrap("* chosen by Fairlead: free in all files given here. Without a ledger, another branch may choose the same.", Ink.Dim, Indent);
            _page.End();
        }
    }

    private void WriteLegend(IEnumerable<BarPiece> pieces)
    {
        var isUsed = new bool[AddressUses.All.Length];
        foreach (var piece in pieces)
            isUsed[(int)piece.Use] = true;
        // What a conflict hides in the bar still has its line below.
        foreach (var claim in _claims.Places.SelectMany(place => place.Claims))
            isUsed[(int)AddressUses.Of(claim.Kind)] = true;
        var items = new List<LegendItem>();
        foreach (var use in AddressUses.All)
        {
            if (isUsed[(int)use])
                items.Add(new LegendItem(use.Glyph(_page.Glyphs), use.Ink(), use.Name()));
        }

        if (items.Count > 0)
            _page.Legend(items);
    }

    private void WritePlace(AddressPlace place, List<Bar> bars)
    {
        _page.Blank();
        WriteTitle(place);
        foreach (var bar in bars)
            WriteBar(bar);
        WriteRows(_rows.Of(place.Claims, place.Site), place);
    }

    private void WriteTitle(AddressPlace place)
    {
        var facts = new List<string>();
        foreach (var prefix in place.Prefixes)
            facts.Add(prefix.ToString());
        if (place.Segment is { Spec: var spec } segment)
        {
            if (spec.Vlan.TryGet(out var vlan))
                facts.Add(FormattableString.Invariant($"VLAN {vlan}"));
            foreach (var gateway in spec.Gateway.Or([]))
                facts.Add($"gateway {gateway.Value}");
            if (spec.Addressing.TryGet(out var addressing))
                facts.Add(addressing == AddressingMode.Dhcp ? "DHCP" : "static addresses");
            if (spec.Stretched.TryGet(out var stretched))
                facts.Add($"stretched as {stretched}");
            if (segment.AddressSpace != place.Site.AddressSpace)
                facts.Add($"address space {segment.AddressSpace}");
        }

        _page.Indent(Indent).Add(place.Segment?.Name ?? "resource bridge", Ink.Strong);
        foreach (var fact in facts)
        {
            if (CellText.WidthOf(fact) + 2 > _page.Room)
            {
                _page.End();
                _page.Indent(Indent);
            }

            _page.Add("  ").Add(fact);
        }

        _page.End();
    }

    private List<Bar> BarsOf(AddressPlace place)
    {
        var bars = new List<Bar>();
        foreach (var prefix in place.Prefixes)
        {
            var uses = UsesOf(place.Claims, prefix.Range);
            if (_conflicts.TryGetValue(place.AddressSpace, out var conflicts))
                uses[(int)AddressUse.Conflict] = conflicts.Intersect(prefix.Range);
            var used = uses.Aggregate((sum, addresses) => sum.Union(addresses));
            var window = WindowOf(prefix, used);
            bars.Add(new Bar(prefix, window, used, SegmentBar.PiecesOf(window.Range, uses)));
        }

        return bars;
    }

    private static IpSet[] UsesOf(List<Claim> claims, IpRange network)
    {
        var builders = new IpSetBuilder[AddressUses.All.Length];
        for (var use = 0; use < builders.Length; use++)
            builders[use] = new IpSetBuilder();
        foreach (var claim in claims)
        {
            Add(AddressUses.Of(claim.Kind), claim.Addresses);
            Add(AddressUse.Excluded, claim.Less);
        }

        return Array.ConvertAll(builders, builder => builder.ToSet());

        void Add(AddressUse use, IpSet addresses)
        {
            foreach (var range in addresses.Ranges)
            {
                if (range.TryIntersect(network, out var inside))
                    builders[(int)use].Add(inside);
            }
        }
    }

    /// <summary>An IPv6 network is so large that the part in use would be a dot: then the bar shows the smallest prefix that holds it.</summary>
    private static IpPrefix WindowOf(IpPrefix prefix, IpSet used)
    {
        const int WorthZooming = 4;
        if (prefix.Family != IpFamily.V6 || used.IsEmpty)
            return prefix;
        var differing = used.Ranges[0].First.Bits ^ used.Ranges[^1].Last.Bits;
        var length = (int)UInt128.LeadingZeroCount(differing);
        return length - prefix.Length >= WorthZooming ? IpPrefix.Of(used.Ranges[0].First, Math.Min(length, 124)) : prefix;
    }

    private void WriteBar(Bar bar)
    {
        var cells = _page.Width - (2 * Indent) - 2;
        _page.Indent(Indent).Draw(_page.Glyphs.BarStart, Ink.Dim);
        var drawn = SegmentBar.Draw(bar.Pieces, cells);
        for (var from = 0; from < drawn.Length;)
        {
            var to = from + 1;
            while (to < drawn.Length && drawn[to] == drawn[from])
                to++;
            _page.Draw(drawn[from].Glyph(_page.Glyphs), drawn[from].Ink(), to - from);
            from = to;
        }

        _page.Draw(_page.Glyphs.BarEnd, Ink.Dim).End();
        WriteScale(bar);
    }

    /// <summary>The ends of the bar, and between them how much is free.</summary>
    private void WriteScale(Bar bar)
    {
        var (first, last) = (bar.Window.First.ToString(), bar.Window.Last.ToString());
        var hosts = bar.Prefix.HasNetworkAndBroadcast ? IpRange.Of(Next(bar.Prefix.First), Previous(bar.Prefix.Last)) : bar.Prefix.Range;
        var free = $"{Counted.Number(bar.Used.Gaps(hosts).Count())} of {Counted.Number(hosts.Count)} free";
        if (bar.Window != bar.Prefix)
            free = $"{free}; the bar shows {bar.Window}";
        var right = _page.Width - Indent - 1;
        var between = right - Indent - 1 - first.Length - last.Length;
        if (between >= free.Length + 4)
        {
            _page.Indent(Indent + 1).Add(first, Ink.Dim).To(Indent + 1 + first.Length + ((between - free.Length) / 2)).Add(free);
            _page.To(right - last.Length).Line(last, Ink.Dim);
            return;
        }

        _page.Indent(Indent + 1).Line($"{first} to {last}", Ink.Dim);
        _page.Indent(Indent + 1).Wrap(free);
        _page.End();
    }

    /// <param name="place">Null: nowhere in particular.</param>
    private void WriteRows(IReadOnlyList<ClaimRow> rows, AddressPlace? place)
    {
        var widest = rows.Count == 0 ? 0 : rows.Take(RowsShown).Max(row => row.RangeText.Length);
        var isWide = _page.Width - widest >= LeastRoomBeside;
        foreach (var row in rows.Take(RowsShown))
        {
            _page.Indent(Indent + 2);
            if (row.IsNetwork)
                _page.Indent(1);
            else
                _page.Draw(AddressUses.Of(row.Sort).Glyph(_page.Glyphs), AddressUses.Of(row.Sort).Ink());
            _page.Add(" ").Add(row.RangeText);
            if (isWide)
            {
                _page.To(Indent + 4 + widest + 2);
            }
            else
            {
                _page.End();
                _page.Indent(Indent + 6);
            }

            _page.Wrap((row.IsChosen ? "* " : "") + row.Text + (place is null || place.Contains(row.Range) ? "" : " (reaches beyond this network)"), row.IsChosen ? Ink.Strong : Ink.Plain);
            _page.End();
        }

        if (rows.Count > RowsShown)
            _page.Indent(Indent + 4).Line($"{_page.Glyphs.More} and {rows.Count - RowsShown} more", Ink.Dim);
    }

    private void WriteElsewhere(Site site, IEnumerable<Claim> claims)
    {
        WriteGroup("outside of these networks", claims.Where(claim => AddressUses.IsUse(claim.Kind) && !_claims.IsPlaced(claim)), site);
        WriteGroup("inside the clusters", claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Overlay), site);
    }

    private void WriteGroup(string title, IEnumerable<Claim> claims, Site site)
    {
        var rows = _rows.Of(claims, site);
        if (rows.Count == 0)
            return;
        _page.Blank();
        _page.Indent(Indent).Line(title, Ink.Strong);
        WriteRows(rows, null);
    }

    /// <summary>Where claims of addresses collide, by address space. Networks laid over each other would colour everything: their findings say enough.</summary>
    private static Dictionary<string, IpSet> ConflictsBySpace(Plan plan)
    {
        var builders = new Dictionary<string, IpSetBuilder>();
        var spaces = new Dictionary<Subject, string>();
        foreach (var finding in plan.Diagnostics.Where(IsConflict))
        {
            if (spaces.Count == 0)
                AddSpaces(plan, spaces);
            if (!spaces.TryGetValue(finding.Subject, out var space))
                continue;
            if (!builders.TryGetValue(space, out var builder))
                builders.Add(space, builder = new IpSetBuilder());
            foreach (var range in finding.Overlap!.Ranges)
                builder.Add(range);
        }

        return builders.ToDictionary(space => space.Key, space => space.Value.ToSet());
    }

    private static void AddSpaces(Plan plan, Dictionary<Subject, string> spaces)
    {
        foreach (var claim in plan.Claims)
            spaces.TryAdd(claim.Subject, claim.AddressSpace);
    }

    private static bool IsConflict(Diagnostic finding) =>
        finding is { Overlap: not null, IsOverridden: false, Severity: > Severity.Info } && !IsAboutNetworks(finding.Rule);

    private static bool IsAboutNetworks(RuleInfo rule) => rule == RuleCatalog.SegmentsOverlap || rule.Id.StartsWith("FL5", StringComparison.Ordinal);

    private static IpAddr Next(IpAddr address) => address.TryNext(out var next) ? next : address;

    private static IpAddr Previous(IpAddr address) => address.TryPrevious(out var previous) ? previous : address;

    private sealed record Bar(IpPrefix Prefix, IpPrefix Window, IpSet Used, IReadOnlyList<BarPiece> Pieces);
}
