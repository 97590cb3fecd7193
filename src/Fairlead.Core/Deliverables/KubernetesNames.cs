using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables;

/// <summary>Names of Kubernetes objects, which are DNS labels: anything else would end a line, or be another name.</summary>
internal static class KubernetesNames
{
    /// <summary>Of 63, room for a pool's name or what targets put behind it.</summary>
    private const int Longest = 50;

    /// <exception cref="UnusableInputException">The cluster's name can't be that of an object.</exception>
    public static string Of(Cluster cluster) => IsLabel(cluster.Name, Longest)
        ? cluster.Name
        : throw new UnusableInputException($"{cluster.Subject}: this name can't be that of a Kubernetes object. Name the cluster with a-z, 0-9 and '-' alone, at most {Longest} characters.");

    /// <summary>A pool's own name, which stands behind its cluster's.</summary>
    /// <exception cref="UnusableInputException">The two together can't be the name of an object.</exception>
    public static string Of(NodePool pool)
    {
        var room = 63 - Of(pool.Cluster).Length - 1;
        var name = pool.Subject.Name;
        return IsLabel(name, room)
            ? name
            : throw new UnusableInputException($"{pool.Subject}: this name can't be that of a Kubernetes object. Name the pool with a-z, 0-9 and '-' alone, at most {room} characters.");
    }

    private static bool IsLabel(string name, int longest) =>
        name.Length > 0 && name.Length <= longest && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
}
