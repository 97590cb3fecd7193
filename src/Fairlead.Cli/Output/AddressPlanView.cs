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
        var bars = _claims.Places.ToDictionary(place => place, place => BarsOf(place).ToList());
        WriteLegend(bars.Values.SelectMany(bar => bar).SelectMany(bar => bar.Pieces).Select(piece => piece.Use).ToHashSet());
        foreach (var site in _plan.Estate.Sites)
        {
            _page.Blank();
            _page.Add($"site {site.Name}", Ink.Strong).Add($"  {site.Profile.Name}, address space {site.AddressSpace}", Ink.Dim).End();
            foreach (var place in places[site])
                WritePlace(place, bars[place]);
            WriteElsewhere(site);
        }

        if (_plan.Claims.Any(claim => claim.IsChosen))
        {
            _page.Blank();
            _page.Wrap("* chosen by Fairlead: free in all files given here. Without a ledger, another branch may choose the same.", Ink.Dim, Indent);
            _page.End();
        }
    }

    private void WriteLegend(HashSet<AddressUse> uses)
    {
        if (uses.Count == 0)
            return;
        _page.Legend(AddressUses.All.Where(uses.Contains).Select(use => (use.Glyph(_page.Glyphs), use.Ink(), use.Name())));
    }

    private void WritePlace(AddressPlace place, List<Bar> bars)
    {
        _page.Blank();
        WriteTitle(place);
        foreach (var bar in bars)
            WriteBar(bar);
        WriteRows(_rows.Of(place.Claims, place.Site), range => !place.Prefixes.Any(prefix => prefix.Contains(range)));
    }

    private void WriteTitle(AddressPlace place)
    {
        var facts = new List<string>(place.Prefixes.Select(prefix => prefix.ToString()));
        if (place.Segment is { Spec: var spec } segment)
        {
            if (spec.Vlan.TryGet(out var vlan))
                facts.Add(FormattableString.Invariant($"VLAN {vlan}"));
            facts.AddRange(spec.Gateway.Or([]).Select(gateway => $"gateway {gateway.Value}"));
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

    private IEnumerable<Bar> BarsOf(AddressPlace place)
    {
        foreach (var prefix in place.Prefixes)
        {
            var claims = place.Claims.Where(claim => claim.Range.Family == prefix.Family).ToList();
            var uses = claims.GroupBy(claim => AddressUses.Of(claim.Kind)!.Value).ToDictionary(use => use.Key, use => Inside(prefix, use.SelectMany(claim => claim.Addresses.Ranges)));
            uses[AddressUse.Excluded] = Inside(prefix, claims.SelectMany(claim => claim.Less.Ranges));
            if (_conflicts.TryGetValue(place.AddressSpace, out var conflicts))
                uses[AddressUse.Conflict] = conflicts.Intersect(prefix.Range);
            var used = uses.Values.Aggregate(IpSet.Empty, (sum, addresses) => sum.Union(addresses));
            var window = WindowOf(prefix, used);
            yield return new Bar(prefix, window, used, SegmentBar.PiecesOf(window.Range, uses));
        }
    }

    private static IpSet Inside(IpPrefix prefix, IEnumerable<IpRange> ranges) => IpSet.Of(ranges).Intersect(prefix.Range);

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
        _page.Indent(Indent).Add(_page.Glyphs.BarStart, Ink.Dim);
        var drawn = SegmentBar.Draw(bar.Pieces, cells);
        for (var from = 0; from < drawn.Length;)
        {
            var to = from + 1;
            while (to < drawn.Length && drawn[to] == drawn[from])
                to++;
            _page.Add(new string(drawn[from].Glyph(_page.Glyphs), to - from), drawn[from].Ink());
            from = to;
        }

        _page.Add(_page.Glyphs.BarEnd, Ink.Dim).End();
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

    private void WriteRows(IReadOnlyList<ClaimRow> rows, Predicate<IpRange> leaves)
    {
        var widest = rows.Count == 0 ? 0 : rows.Take(RowsShown).Max(row => row.RangeText.Length);
        var isWide = _page.Width - widest >= LeastRoomBeside;
        foreach (var row in rows.Take(RowsShown))
        {
            _page.Indent(Indent + 2).Add(row.Use is { } use ? use.Glyph(_page.Glyphs).ToString() : " ", row.Use?.Ink() ?? Ink.Plain).Add(" ");
            _page.Add(row.RangeText);
            if (isWide)
            {
                _page.To(Indent + 4 + widest + 2);
            }
            else
            {
                _page.End();
                _page.Indent(Indent + 6);
            }

            _page.Wrap((row.IsChosen ? "* " : "") + row.Text + (leaves(row.Range) ? " (reaches beyond this network)" : ""), row.IsChosen ? Ink.Strong : Ink.Plain);
            _page.End();
        }

        if (rows.Count > RowsShown)
            _page.Indent(Indent + 4).Line($"{_page.Glyphs.More} and {rows.Count - RowsShown} more", Ink.Dim);
    }

    private void WriteElsewhere(Site site)
    {
        var outside = _plan.Claims.Where(claim => claim.Site == site && claim.Kind.GroupOf() is not (ClaimGroup.Place or ClaimGroup.Overlay) && !_claims.IsPlaced(claim)).ToList();
        WriteGroup("outside of these networks", outside, site);
        WriteGroup("inside the clusters", _plan.Claims.Where(claim => claim.Site == site && claim.Kind.GroupOf() == ClaimGroup.Overlay), site);
    }

    private void WriteGroup(string title, IEnumerable<Claim> claims, Site site)
    {
        var rows = _rows.Of(claims, site);
        if (rows.Count == 0)
            return;
        _page.Blank();
        _page.Indent(Indent).Line(title, Ink.Strong);
        WriteRows(rows, _ => false);
    }

    /// <summary>Where claims of addresses collide. Networks laid over each other would colour everything: their findings say enough.</summary>
    private static Dictionary<string, IpSet> ConflictsBySpace(Plan plan)
    {
        var findings = plan.Diagnostics.Where(finding => finding is { Overlap: not null, IsOverridden: false, Severity: > Severity.Info } && !IsAboutNetworks(finding.Rule)).ToList();
        if (findings.Count == 0)
            return [];
        var spaces = plan.Claims.DistinctBy(claim => claim.Subject).ToDictionary(claim => claim.Subject, claim => claim.AddressSpace);
        return findings.GroupBy(finding => spaces.GetValueOrDefault(finding.Subject, Site.DefaultAddressSpace))
            .ToDictionary(space => space.Key, space => IpSet.Of(space.SelectMany(finding => finding.Overlap!.Ranges)));
    }

    private static bool IsAboutNetworks(RuleInfo rule) => rule == RuleCatalog.SegmentsOverlap || rule.Id.StartsWith("FL5", StringComparison.Ordinal);

    private static IpAddr Next(IpAddr address) => address.TryNext(out var next) ? next : address;

    private static IpAddr Previous(IpAddr address) => address.TryPrevious(out var previous) ? previous : address;

    private sealed record Bar(IpPrefix Prefix, IpPrefix Window, IpSet Used, IReadOnlyList<BarPiece> Pieces);
}
