namespace Fairlead.Ledger;

/// <summary>Who changes something, and why, for the history.</summary>
/// <param name="Name">Such as <c>token:ci</c>, <c>oidc:alice@corp.example</c> or <c>cli:root</c>.</param>
/// <param name="Why">What the actor gave as the reason; null when none was given.</param>
public sealed record Actor(string Name, string? Why = null)
{
    /// <summary>Fairlead itself: what time alone brings about.</summary>
    public static Actor Itself { get; } = new("fairlead");
}
