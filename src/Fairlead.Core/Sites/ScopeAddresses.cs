using Fairlead.Core.Addressing;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Sites;

/// <summary>What a scope hands out.</summary>
public static class ScopeAddresses
{
    public static IpSet ExcludedFrom(ScopeSpec scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var excluded = scope.Exclude.Or([]);
        return excluded.Count == 0 ? IpSet.Empty : IpSet.Of(excluded.Select(range => range.Value)).Intersect(scope.Range.Value);
    }

    /// <summary>The range less its exclusions.</summary>
    public static IpSet Of(ScopeSpec scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return IpSet.Of(scope.Range.Value).Except(ExcludedFrom(scope));
    }
}
