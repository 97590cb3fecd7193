using System.Text;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>An ARM template and its parameter file to what they declare.</summary>
internal static class ArmTemplate
{
    private const string Hint = "Name the template itself (the JSON that 'bicep build' writes), and its parameter file with parameters=FILE.";

    /// <param name="parameters">Null: there is no parameter file.</param>
    /// <exception cref="SourceFailureException">What was read is no template, or no parameter file.</exception>
    public static (DeclaredSite Site, IReadOnlyList<ObservationNote> Notes) Read(string file, ReadOnlySpan<byte> template, string? parameterFile, ReadOnlySpan<byte> parameters, string? location)
    {
        var root = Parse(file, template);
        if (ArmScope.Child(root, "resources") is not (ListNode or MappingNode) || (ArmScope.Child(root, "$schema") as ScalarNode)?.Text.Contains("deploymentParameters", StringComparison.OrdinalIgnoreCase) == true)
            throw SourceFailureException.Malformed($"{file}:1", "it is JSON and no deployment template: it has no resources", Hint);
        var notes = new List<ObservationNote>();
        var scope = new ArmScope(new ArmWork(), root, file) { Location = location };
        if (parameterFile is not null)
            Give(scope, parameterFile, Parse(parameterFile, parameters), root, notes);
        var deployment = new ArmDeployment(file, notes);
        deployment.Add(root, scope);
        var site = SiteOf(deployment.Resources, notes);
        return (site, [.. notes.Distinct()]);
    }

    private static void Give(ArmScope scope, string file, MappingNode root, MappingNode template, List<ObservationNote> notes)
    {
        if (ArmScope.Child(root, "parameters") is not MappingNode parameters)
            throw SourceFailureException.Malformed($"{file}:1", "it is JSON and no parameter file: it has no parameters", Hint);
        foreach (var parameter in parameters.Entries)
        {
            var where = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}:{parameter.Line}");
            if (ArmScope.Child(ArmScope.Child(template, "parameters"), parameter.Key) is null)
                notes.Add(new(where, $"the parameter '{Excerpt.Of(parameter.Key)}' is not one of the template."));
            scope.Give(parameter.Key, ArmScope.Child(parameter.Value, "value") is { } value
                ? ArmScope.Literal(value, file)
                : new ArmUnknown($"it needs the parameter '{Excerpt.Of(parameter.Key)}', whose value stands elsewhere (a key vault?)", where));
        }
    }

    private static DeclaredSite SiteOf(List<ArmResource> resources, List<ObservationNote> notes)
    {
        var networks = new List<DeclaredNetwork>();
        var clusters = new Dictionary<string, DeclaredCluster>(StringComparer.OrdinalIgnoreCase);
        Declared<string>? region = null;
        foreach (var resource in resources)
        {
            var read = new ArmReading(resource, notes);
            var isNetwork = resource.IsOf(ArmNetworks.VirtualNetwork) || resource.IsOf(ArmNetworks.LogicalNetwork);
            var isCluster = IsCluster(resource) || resource.IsOf(ArmClusters.Instance) || resource.Type.EndsWith("/provisionedClusterInstances", StringComparison.OrdinalIgnoreCase);
            if (isNetwork && read.Text("name") is { } name)
                networks.Add(resource.IsOf(ArmNetworks.LogicalNetwork) ? ArmNetworks.OfLogical(read, name) : ArmNetworks.OfVirtual(read, name));
            else if (isCluster)
                AddCluster(clusters, read);
            if ((isNetwork || isCluster) && resource.Body["location"] is ArmText { Value.Length: > 0 } location)
                region ??= new(location.Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), location.Where);
        }

        foreach (var resource in resources.Where(resource => resource.Type.EndsWith("/agentPools", StringComparison.OrdinalIgnoreCase)))
            AddPool(clusters, new ArmReading(resource, notes));
        return new() { Profile = ProfileOf(resources), Region = region, Networks = networks, Clusters = [.. clusters.Values] };
    }

    /// <summary>Any other connected cluster is one that exists: it says nothing about its nodes.</summary>
    private static bool IsCluster(ArmResource resource) => resource.IsOf(ArmClusters.Connected) && resource.Body["kind"]?.AsText is { } kind && kind.StartsWith("ProvisionedCluster", StringComparison.OrdinalIgnoreCase);

    /// <summary>VMware's fields, or Azure Local's networks, say which; an instance alone may be either.</summary>
    private static string? ProfileOf(List<ArmResource> resources)
    {
        if (resources.Exists(resource => resource.IsOf(ArmNetworks.LogicalNetwork)))
            return "aks-azure-local";
        return resources.Exists(resource => resource.IsOf(ArmNetworks.VirtualNetwork) && resource.Body["properties"] is ArmObject properties && properties["infraVnetProfile"] is ArmObject infra && infra["vmware"] is not null) ? "aks-arc-vmware" : null;
    }

    private static void AddCluster(Dictionary<string, DeclaredCluster> clusters, ArmReading read)
    {
        var name = ArmClusters.NameOf(read.Resource);
        if (name is null)
        {
            if (read.Resource.Body["name"] is ArmUnknown unknown)
                read.Note("name", unknown.Where, unknown.Reason);
            else
                read.Note("scope", read.Resource.Body.Where, read.Resource.Body["scope"] is ArmUnknown scope ? scope.Reason : "it does not name the connected cluster that it belongs to");
            return;
        }

        var where = (read.Resource.Name as ArmValue ?? read.Resource.Body).Where;
        if (read.Resource.IsOf(ArmClusters.Connected))
            clusters.TryAdd(name, new DeclaredCluster(new(name, where)));
        else
            clusters[name] = ArmClusters.OfInstance(read, clusters.GetValueOrDefault(name)?.Name ?? new(name, where));
    }

    private static void AddPool(Dictionary<string, DeclaredCluster> clusters, ArmReading read)
    {
        if (ArmClusters.NameOf(read.Resource) is not { } cluster || !clusters.TryGetValue(cluster, out var known) || read.Resource.Name is not { } name)
            read.Note("name", read.Resource.Body.Where, "the cluster of this agent pool is not in the template");
        else if (ArmClusters.PoolOf(read, "properties", new(name.Value.Split('/')[^1], name.Where)) is { } pool)
            clusters[cluster] = known with { Pools = [.. known.Pools, pool] };
    }

    private static MappingNode Parse(string file, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var document = SiteFileReader.Parse("template.json", text.Contains("//", StringComparison.Ordinal) || text.Contains("/*", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(WithoutComments(text)) : bytes)[0];
        if (document.Errors is [var error, ..])
            throw SourceFailureException.Malformed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}:{error.Line}"), error.Message, $"Mend it: {error.Hint}.");
        return document.Root as MappingNode ?? throw SourceFailureException.Malformed($"{file}:1", "it is JSON and no object", Hint);
    }

    /// <summary>Templates may have comments, which JSON has not: blanks stand in their place, so that everything keeps its line and column.</summary>
    internal static string WithoutComments(string text)
    {
        var result = text.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i] == '"')
            {
                for (i++; i < result.Length && result[i] is not ('"' or '\n'); i++)
                    i += result[i] == '\\' ? 1 : 0;
                continue;
            }

            if (result[i] != '/' || i + 1 == result.Length || result[i + 1] is not ('/' or '*'))
                continue;
            var isBlock = result[i + 1] == '*';
            var end = isBlock ? text.IndexOf("*/", i + 2, StringComparison.Ordinal) + 2 : text.IndexOf('\n', i);
            end = isBlock && end < 2 || end < 0 ? result.Length : end;
            for (; i < end; i++)
                result[i] = result[i] is '\r' or '\n' ? result[i] : ' ';
            i--;
        }

        return new(result);
    }
}
