using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Format;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites;

/// <summary>Turns documents into an estate. Every fault of the input becomes a finding; what is sound is still judged.</summary>
public static class EstateReader
{
    /// <summary>Clusters of their own documents stand behind those of their site's document.</summary>
    private const long BehindTheSitesOwn = 1L << 32;

    /// <param name="documents">In the order given: files as named, documents as they stand.</param>
    public static Estate Read(IReadOnlyList<SourceDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var findings = new InputFindings();
        var heads = documents.Select((document, order) => DocumentHead.Read(document, order, findings)).OfType<DocumentHead>().ToList();
        var sites = new Dictionary<string, Site?>();
        foreach (var head in heads.Where(head => head.Kind == SiteFormat.SiteKind))
            ReadSiteDocument(head, sites, findings);
        foreach (var head in heads.Where(head => head.Kind == SiteFormat.ClusterKind))
            ReadClusterDocument(head, sites, findings);
        var alive = sites.Values.OfType<Site>().OrderBy(site => site.Subject).ToList();
        JoinStretchedPlaces(alive);
        return new Estate(alive, findings.All);
    }

    /// <param name="sites">By name; null for a site that is declared and dropped out.</param>
    private static void ReadSiteDocument(DocumentHead head, Dictionary<string, Site?> sites, InputFindings findings)
    {
        var subject = Subject.Document(head.Name ?? head.File, head.Order);
        var context = new ReadContext(head.File, head.Name, findings);
        SiteFormat.SiteDocument.Read(head.Root, subject, context, out var spec);
        if (head.Name is null)
            return;
        if (sites.GetValueOrDefault(head.Name) is { } first)
            context.ReportDuplicate(subject, spec!.At, "site", head.Name, first.Spec.At);
        else
            sites[head.Name] = spec!.Profile.TryGet(out var name) && Profile.TryGet(name, out var profile) ? Assemble(spec, profile, context) : null;
    }

    private static Site Assemble(SiteSpec spec, Profile profile, ReadContext context)
    {
        var site = new Site(spec, profile);
        foreach (var segment in spec.Segments.Or([]))
            site.Add(new Segment(site, segment));
        foreach (var cluster in spec.Clusters.Or([]))
            AddCluster(site, cluster, context);
        return site;
    }

    private static void ReadClusterDocument(DocumentHead head, Dictionary<string, Site?> sites, InputFindings findings)
    {
        var site = head.Site is null ? null : sites.GetValueOrDefault(head.Site);
        var root = site?.Subject ?? Subject.Document(head.Site ?? head.File, head.Order);
        var subject = head.Site is not null && head.Name is not null
            ? root.Field("clusters").Named(head.Name, BehindTheSitesOwn + head.Order)
            : Subject.Document(head.File, head.Order);
        var context = new ReadContext(head.File, head.Site, findings);
        SiteFormat.ClusterDocument.Read(head.Root, subject, context, out var spec);
        if (head.Site is null || head.Name is null)
            return;
        if (!sites.ContainsKey(head.Site))
            ReportUnknownReference(context, spec!.Site, "site", head.Site, sites.Keys);
        else if (site?.FindCluster(head.Name) is { } first)
            context.ReportDuplicate(subject, spec!.At, "cluster", head.Name, first.Spec.At);
        else if (site is not null)
            AddCluster(site, spec!, context);
    }

    private static void AddCluster(Site site, ClusterSpec spec, ReadContext context)
    {
        var segment = FindSegment(site, spec.Segment, context);
        var cluster = new Cluster(site, spec, segment);
        site.Add(cluster);
        segment?.Add(cluster);
        foreach (var poolSpec in spec.NodePools.Or([]))
        {
            var pool = new NodePool(cluster, poolSpec, poolSpec.Segment.IsWritten ? FindSegment(site, poolSpec.Segment, context) : segment);
            cluster.Add(pool);
            pool.Segment?.Add(pool);
        }
    }

    private static Segment? FindSegment(Site site, Field<string> reference, ReadContext context)
    {
        if (!reference.TryGet(out var name))
            return null;
        var segment = site.FindSegment(name);
        // When the whole list of segments is unusable, the reference may well be right.
        if (segment is null && site.Spec.Segments.State != FieldState.Invalid)
            ReportUnknownReference(context, reference, "segment", name, site.Segments.Select(known => known.Name));
        return segment;
    }

    private static void ReportUnknownReference(ReadContext context, Field<string> reference, string what, string name, IEnumerable<string> known)
    {
        var nearest = Nearest.Of(name, known);
        context.Report(
            RuleCatalog.UnknownReference,
            reference.Subject!,
            reference.At,
            $"There is no {what} '{Excerpt.Of(name)}'.",
            nearest is null ? $"define the {what}, or correct the name" : $"did you mean '{nearest}'?");
    }

    private static void JoinStretchedPlaces(List<Site> sites)
    {
        var stretched = sites.SelectMany(site => site.Segments).Where(segment => segment.Spec.Stretched.HasValue && segment.Prefixes.Count > 0);
        foreach (var twins in stretched.GroupBy(segment => (segment.AddressSpace, segment.Spec.Stretched.Value, PrefixesOf(segment))))
        {
            var place = new Place([.. twins]);
            foreach (var segment in place.Segments)
                segment.Place = place;
        }
    }

    private static string PrefixesOf(Segment segment) =>
        string.Join(',', segment.Prefixes.Select(prefix => prefix.Value).Order().Select(prefix => prefix.ToString()));
}
