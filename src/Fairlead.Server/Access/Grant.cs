namespace Fairlead.Server.Access;

/// <summary>One right: a scope, on some sites or all.</summary>
public sealed record Grant(Scope Scope, SiteSet Sites)
{
    public static Grant Everything { get; } = new(Scope.Admin, SiteSet.All);
}
