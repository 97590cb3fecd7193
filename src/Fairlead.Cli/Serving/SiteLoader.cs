using Fairlead.Cli.Output;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Text;
using Fairlead.Ledger;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Serving;

/// <summary>Loads site files into a ledger and says what came of it. What can't be used changes nothing.</summary>
internal sealed class SiteLoader(Ledger.Ledger ledger, SiteSources sources, Actor who, Terminal terminal, TimeProvider time)
{
    /// <summary>What keeps the files from being loaded now, for people who look at the page; null while all is well.</summary>
    public event Action<string?>? Trouble;

    /// <returns>False when they could not be loaded, and the last good state stays.</returns>
    public async Task<bool> LoadAsync(CancellationToken ct)
    {
        IReadOnlyList<SourceDocument> documents;
        try
        {
            documents = sources.Read(ct);
        }
        catch (SiteFileException exception)
        {
            Trouble?.Invoke(exception.Message);
            terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return false;
        }

        if (SiteSources.Unusable(documents, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is { } unusable)
            return Refuse(unusable, finding => finding.IsUnusableInput);
        var (isAllLoaded, loadedSites) = (true, new List<SiteLoaded>());
        foreach (var (site, files) in SiteSources.BySite(documents))
        {
            switch (await ledger.AskAsync(new PutSiteRequest(site, files), who, ct))
            {
                case SiteLoaded loaded:
                    loadedSites.Add(loaded);
                    break;
                case NotLoadable refused:
                    isAllLoaded &= Refuse(refused.Plan, finding => refused.IsStrict ? finding.IsFailure && finding.Site == site : finding.IsUnusableInput);
                    break;
                case var other:
                    throw new System.Diagnostics.UnreachableException($"{other.GetType()} is no answer to loading a site.");
            }
        }

        // Who reads that it is loaded finds it so.
        if (isAllLoaded)
            Trouble?.Invoke(null);
        loadedSites.ForEach(Say);
        return isAllLoaded;
    }

    private bool Refuse(Plan plan, Func<Diagnostic, bool> isReason)
    {
        var reasons = plan.Diagnostics.Where(isReason).ToList();
        Trouble?.Invoke(string.Join('\n', reasons.Select(finding => $"{finding.Location}: {finding.Rule.Id} {finding.Message}")));
        UnusableInput.Report(reasons, terminal);
        return false;
    }

    private void Say(SiteLoaded loaded)
    {
        var (site, plan) = (loaded.Site!, loaded.Plan.Of(name => name == loaded.Site!.Name));
        terminal.Error.WriteLine($"{site.Name}: {Counted.Of(plan.Estate.Clusters.Count(), "cluster")}, {Counted.Of(plan.Count(Severity.Error), "error")}, {Counted.Of(plan.Count(Severity.Warning), "warning")} (revision {site.Revision})");
    }
}
