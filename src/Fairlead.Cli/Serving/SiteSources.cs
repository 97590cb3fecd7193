using System.Text;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;
using Fairlead.Ledger;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Serving;

/// <summary>Site files on disk, as the ledger takes them: for each site the files that speak of it.</summary>
internal sealed class SiteSources(IReadOnlyList<string> paths)
{
    public IReadOnlyList<string> Paths { get; } = paths;

    /// <exception cref="SiteFileException">A path is not there, or a folder holds no site file.</exception>
    public IReadOnlyList<SourceDocument> Read(CancellationToken ct) => SiteFileReader.Read(Paths, ct);

    /// <summary>What keeps the files from being loaded, all of them together; null when nothing does.</summary>
    public static Plan? Unusable(IReadOnlyList<SourceDocument> documents, DateOnly today)
    {
        var plan = Planner.Make(documents, new PlanOptions { AsOf = today });
        return plan.HasUnusableInput ? plan : null;
    }

    /// <summary>By name, each with its files in the order given.</summary>
    public static IReadOnlyList<(string Site, IReadOnlyList<StoredFile> Files)> BySite(IReadOnlyList<SourceDocument> documents) =>
    [
        .. documents
            .Select(document => (Site: DocumentOwner.SiteOf(document), document.File))
            .Where(each => each.Site is not null)
            .GroupBy(each => each.Site!)
            .OrderBy(site => site.Key, StringComparer.Ordinal)
            .Select(site => (site.Key, (IReadOnlyList<StoredFile>)[.. site.Select(each => each.File).DistinctBy(file => file.Name).Select(file => new StoredFile(file.Name, Encoding.UTF8.GetBytes(file.Text)))])),
    ];
}
