namespace Fairlead.Core.Endpoints;

/// <summary>What an endpoint's host stands for.</summary>
public enum HostKind
{
    /// <summary>One name.</summary>
    Exact,

    /// <summary><c>*.x</c>: every name below x.</summary>
    Wildcard,

    /// <summary><c>{…}</c>: a value of the site's own, such as its vCenter.</summary>
    Placeholder,
}
