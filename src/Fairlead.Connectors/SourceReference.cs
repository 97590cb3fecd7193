using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>
/// A source as users write it: <c>kind:place</c> with settings behind commas, as in
/// <c>isc-dhcp:/etc/dhcp/dhcpd.conf,leases=/var/lib/dhcp/dhcpd.leases</c>. Secrets stand in files or in the environment, never in it.
/// </summary>
public sealed record SourceReference(SourceKind Kind, string Place)
{
    private static readonly string[] s_known = ["leases", "user", "password-file", "token-file", "ca-file", "thumbprint", "address-space", "site", "timeout", "service", "parameters", "location", "network"];

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string? this[string key] => Settings.GetValueOrDefault(key);

    /// <exception cref="UnusableInputException">The text is no source; the message says what is wrong and how one looks.</exception>
    public static SourceReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = SourceKinds.All.Cast<SourceKind?>().FirstOrDefault(each => colon > 0 && each!.Value.NameOf() == text[..colon]);
        return kind is { } known
            ? Parse(known, text[(colon + 1)..])
            : throw new UnusableInputException($"'{text}' names no source. A source is written KIND:PLACE, as in kea:/etc/kea/kea-dhcp4.conf; kinds are {string.Join(", ", SourceKinds.All.Select(each => each.NameOf()))}.");
    }

    /// <param name="text">The place, and settings behind commas.</param>
    /// <inheritdoc cref="Parse(string)"/>
    public static SourceReference Parse(SourceKind kind, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        foreach (var part in text.Split(','))
        {
            // A comma inside a path is no separator: only known keys begin a setting.
            if (parts.Count == 0 || Array.Exists(s_known, key => part.StartsWith(key + '=', StringComparison.Ordinal)))
                parts.Add(part);
            else
                parts[^1] += ',' + part;
        }

        var settings = new Dictionary<string, string>();
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals == part.Length - 1 || !settings.TryAdd(part[..equals], part[(equals + 1)..]))
                throw new UnusableInputException($"{kind.NameOf()}:{text}: {part[..equals]}= stands twice, or has no value.");
        }

        if (parts[0].Length == 0)
            throw new UnusableInputException($"{kind.NameOf()}: names no place. Write {kind.NameOf()}:PATH, or an address such as https://… where the system has one.");
        if (Uri.TryCreate(parts[0], UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0)
            throw new UnusableInputException($"{kind.NameOf()}: user and password don't belong in an address, where every user of the machine can read them. Use user= and password-file=.");
        return new SourceReference(kind, parts[0]) { Settings = settings };
    }

    public override string ToString() => $"{Kind.NameOf()}:{Place}";
}
