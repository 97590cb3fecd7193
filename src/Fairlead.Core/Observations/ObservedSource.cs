namespace Fairlead.Core.Observations;

/// <summary>An outside system that observations come from.</summary>
/// <param name="Name">A path, or an address without user and password: what messages and reports show.</param>
public sealed record ObservedSource(SourceKind Kind, string Name)
{
    public override string ToString() => $"{Kind.NameOf()}:{Name}";
}

public enum SourceKind : byte
{
    Kea,
    Dnsmasq,
    IscDhcp,
    WindowsDhcp,
    VCenter,
    NetBox,
    Csv,
    Arm,
}

public static class SourceKinds
{
    public static IReadOnlyList<SourceKind> All { get; } = Enum.GetValues<SourceKind>();

    /// <summary>The word that <c>fairlead import</c> takes.</summary>
    public static string NameOf(this SourceKind kind) => kind switch
    {
        SourceKind.Kea => "kea",
        SourceKind.Dnsmasq => "dnsmasq",
        SourceKind.IscDhcp => "isc-dhcp",
        SourceKind.WindowsDhcp => "windows-dhcp",
        SourceKind.VCenter => "vcenter",
        SourceKind.NetBox => "netbox",
        SourceKind.Csv => "csv",
        SourceKind.Arm => "arm",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
