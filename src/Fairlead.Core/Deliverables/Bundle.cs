using System.Security.Cryptography;
using System.Text;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables;

/// <summary><c>render bundle</c>: one folder per cluster with everything that it needs, the network team's page, a README with the order of steps, and checksums.</summary>
internal static class Bundle
{
    private const string Requests = "network-request";
    private const string Sums = "SHA256SUMS";

    public static Rendered Render(RenderRequest request, IReadOnlyList<RenderTarget> targets)
    {
        var files = new List<DeliverableFile>();
        var losses = new List<string>();
        files.AddRange(NetworkRequest.Render(request.Plan).Select(file => file with { Name = $"{Requests}/{file.Name}", Comment = null }));
        foreach (var (cluster, folder) in request.NamedClusters(_ => true))
        {
            var parts = new List<(RenderTarget Target, Rendered Rendered)>();
            foreach (var target in targets)
            {
                var rendered = target.Render(request with { IsChosen = each => each == cluster });
                parts.Add((target, rendered));
                files.AddRange(rendered.Files.Select(file => file with { Name = $"{folder}/{target.Name}/{file.Name}" }));
            }

            files.Add(new DeliverableFile($"{folder}/README.md", Readme(cluster, parts)) { Comment = ">" });
            losses.AddRange(parts.SelectMany(part => part.Rendered.Losses).Select(loss => $"{cluster}: {loss}"));
        }

        files.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return new Rendered(files, [.. losses.Distinct()]);
    }

    /// <summary>As <c>sha256sum -c</c> reads it. Made last, over what is really written.</summary>
    public static Rendered WithSums(Rendered rendered)
    {
        var text = new StringBuilder();
        foreach (var file in rendered.Files)
            text.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text)))).Append("  ").Append(file.Name).Append('\n');
        return rendered with { Files = [.. rendered.Files, new DeliverableFile(Sums, text.ToString()) { Comment = null }] };
    }

    private static string Readme(Cluster cluster, List<(RenderTarget Target, Rendered Rendered)> parts)
    {
        var text = new StringBuilder();
        text.Append($"# {cluster.Site.Name} / {cluster.Name}\n\n");
        text.Append("Everything that this cluster needs from the network and from the engines that serve it, made by Fairlead from the site file. The same plan gives the same files.\n\n");
        text.Append("| what | |\n|---|---|\n");
        text.Append($"| control plane IP | {List(cluster.ControlPlaneIps.Select(ip => ip.Value.ToString()))}, port {cluster.ApiPort} |\n");
        text.Append($"| load balancer | {List(cluster.LoadBalancerRanges.Select(range => range.Value.ToString()))} |\n");
        text.Append($"| segment | {cluster.Segment?.Name ?? "none"}{(cluster.Segment is { } segment ? $", {List(segment.Prefixes.Select(prefix => prefix.Value.ToString()))}" : "")} |\n");
        text.Append($"| nodes | {cluster.ControlPlaneNodes} control plane, {cluster.NodePools.Sum(pool => (long)pool.Nodes)} workers |\n\n");
        text.Append("## In this order\n\n");
        text.Append($"1. Send `../{Requests}/` to the network team, and wait until they have done it.\n");
        text.Append($"2. Put these in place, each by its owner; of several that do the same, one: {Folders(parts, DeliveryStep.Network)}.\n");
        text.Append("3. From the segment, run `fairlead check` with the site file. Go on when it is green.\n");
        text.Append($"4. Create the cluster, with these: {Folders(parts, DeliveryStep.Cluster)}.\n");
        text.Append($"5. Give it its load balancer: {Folders(parts, DeliveryStep.Services)}.\n");
        text.Append("6. Run `fairlead check --active` with the cluster's name: the control plane IP must be held by a member.\n\n");
        text.Append("## What is here\n\n");
        foreach (var (target, rendered) in parts.Where(part => part.Rendered.Files.Count > 0))
            text.Append($"- `{target.Name}/`: {target.Summary}{string.Concat(rendered.Losses.Select(loss => $"\n  - Note: {loss}"))}\n");
        text.Append("\n## What is not here\n\n");
        foreach (var (target, rendered) in parts.Where(part => part.Rendered.Files.Count == 0))
            text.Append($"- `{target.Name}`: {(rendered.Losses.Count == 0 ? "nothing in the site file asks for it." : string.Join(' ', rendered.Losses))}\n");
        text.Append("\nWhat the site file does not say:\n\n");
        foreach (var block in MissingFacts.Of(cluster.Site))
            BlockMarkdown.Write(text, block);
        text.Append($"`sha256sum -c {Sums}` in the folder above tells whether a file was changed.\n");
        return text.ToString();
    }

    private static string Folders(List<(RenderTarget Target, Rendered Rendered)> parts, DeliveryStep step) =>
        List(parts.Where(part => part.Target.Step == step && part.Rendered.Files.Count > 0).Select(part => $"`{part.Target.Name}/`"));

    private static string List(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } list ? list : "none";
}
