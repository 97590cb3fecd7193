using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables;

/// <summary>Names of Kubernetes objects, which are DNS labels: anything else would end a line, or be another name.</summary>
internal static class KubernetesNames
{
    /// <summary>Of 63, room for what targets put behind it.</summary>
    private const int Longest = 50;

    /// <exception cref="UnusableInputException">The cluster's name can't be that of an object.</exception>
    public static string Of(Cluster cluster) => cluster.Name.Length is > 0 and <= Longest && cluster.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && char.IsAsciiLetterOrDigit(cluster.Name[0]) && char.IsAsciiLetterOrDigit(cluster.Name[^1])
        ? cluster.Name
        : throw new UnusableInputException($"{cluster.Subject}: this name can't be that of a Kubernetes object. Name the cluster with a-z, 0-9 and '-' alone, at most {Longest} characters.");
}
