using System.Globalization;
using System.Text.RegularExpressions;

namespace Fairlead.Cli.Vantages;

/// <summary>A machine that is reached by SSH: <c>ssh://user@host:port</c>. What is left out, the user's own SSH configuration decides.</summary>
internal sealed partial record SshTarget(string? User, string Host, int? Port)
{
    /// <summary>No password has a place in it, and nothing that ssh would take for an option.</summary>
    public static bool TryParse(string text, out SshTarget target)
    {
        var match = Form().Match(text);
        target = new(match.Groups["user"] is { Success: true } user ? user.Value : null, match.Groups["host"].Value.Trim('[', ']'), match.Groups["port"] is { Success: true } port ? int.Parse(port.Value, CultureInfo.InvariantCulture) : null);
        return match.Success && target.Port is null or (> 0 and <= ushort.MaxValue);
    }

    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return $"ssh://{(User is null ? "" : User + "@")}{host}{(Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"))}";
    }

    [GeneratedRegex(@"\Assh://(?:(?<user>[A-Za-z0-9_][A-Za-z0-9._\\-]*)@)?(?<host>[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:]+(?:%[A-Za-z0-9._-]+)?\])(?::(?<port>[0-9]{1,5}))?/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
