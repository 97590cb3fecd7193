using System.CommandLine;
using Fairlead.Core.Diagnostics;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Checks;

/// <summary>What exists already, by what <c>--active</c> names: its addresses have to be held, and by its own machines.</summary>
internal static class ActiveOwners
{
    private const string Everything = "all";
    private const string Bridge = "resourceBridge";

    public static Option<string[]> Option() => new("--active")
    {
        Description = $"These clusters exist already (name, or site/name; {Bridge}; {Everything}): their addresses must be held by their own machines.",
        HelpName = "cluster",
    };

    /// <param name="fault">What is wrong with a name, in one sentence.</param>
    public static CheckRequest? Apply(CheckRequest request, string[] names, out string? fault)
    {
        var estate = request.Plan.Estate;
        var clusters = estate.Clusters.Where(cluster => names.Contains(Everything) || names.Contains(cluster.Name) || names.Contains(cluster.ToString())).ToHashSet();
        var bridges = estate.Sites.Where(site => names.Contains(Everything) || names.Contains(Bridge) || names.Contains($"{site}/{Bridge}")).ToHashSet();
        var known = estate.Clusters.SelectMany(cluster => (string[])[cluster.Name, cluster.ToString()]).Concat(estate.Sites.Select(site => $"{site}/{Bridge}")).Append(Bridge).Append(Everything).ToHashSet();
        fault = names.FirstOrDefault(name => !known.Contains(name)) is { } missing
            ? $"--active names '{missing}', which is no cluster of the files given{(Nearest.Of(missing, known) is { } nearest ? $"; did you mean {nearest}?" : ".")}"
            : null;
        return fault is null ? request with { ActiveClusters = clusters, ActiveBridges = bridges } : null;
    }
}
