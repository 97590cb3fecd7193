using Fairlead.Core.Diagnostics;

namespace Fairlead.Cli.Output;

/// <summary>The thing under which a finding is listed: a segment, a cluster, the resource bridge, a site, or a file.</summary>
/// <param name="Path">Equal for findings of one thing.</param>
internal readonly record struct FindingObject(string Path, string Owner, string? Part)
{
    public static FindingObject Of(Diagnostic finding)
    {
        var path = Components(finding.Subject);
        var root = path[0];
        if (root == finding.Location.File)
            return new(root, $"file {root}", null);
        return path switch
        {
            [_, "segments", var name, ..] => new($"{root}/segments/{name}", root, $"segment {name}"),
            [_, "clusters", var name, ..] => new($"{root}/clusters/{name}", root, $"cluster {name}"),
            [_, "resourceBridge", ..] => new($"{root}/resourceBridge", root, "resource bridge"),
            [_, "infrastructure" or "proxy" or "firewall" or "overrides", ..] => new($"{root}/{path[1]}", root, path[1]),
            _ => new(root, $"site {root}", null),
        };
    }

    private static List<string> Components(Subject subject)
    {
        var path = new List<string>();
        for (var part = subject; part is not null; part = part.Parent)
            path.Add(part.Name);
        path.Reverse();
        return path;
    }
}
