namespace Fairlead.Core.Endpoints;

/// <summary>How the hosts of firewall rules are understood: <c>*</c> is everything, <c>*.x</c> any depth below x but not x, anything else itself.</summary>
public static class HostPattern
{
    /// <summary>Whether a rule lets a host out. A host that is a wildcard itself needs the same wildcard or a wider one.</summary>
    public static bool Covers(string rule, string host)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(host);
        var allowed = Bare(rule);
        var wanted = Bare(host);
        if (allowed.Length == 0 || wanted.Length == 0)
            return false;
        if (allowed is "*" || allowed.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            return true;
        return IsWildcard(allowed) && wanted.Length >= allowed.Length && wanted.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the text is <c>*.x</c>.</summary>
    internal static bool IsWildcard(ReadOnlySpan<char> host) => host.Length > 2 && host.StartsWith("*.", StringComparison.Ordinal);

    /// <summary>Without the dot that marks a name as complete; so <c>*.</c>, all below the root, is <c>*</c>.</summary>
    internal static ReadOnlySpan<char> Bare(string host) => host.EndsWith('.') ? host.AsSpan(0, host.Length - 1) : host;
}
