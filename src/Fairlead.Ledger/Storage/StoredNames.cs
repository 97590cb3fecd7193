using Fairlead.Core.Claims;

namespace Fairlead.Ledger.Storage;

/// <summary>How kinds, origins and states are written in a database and in an export. They stay for ever.</summary>
internal static class StoredNames
{
    // Reports call both kinds of load balancer the same; a ledger that forgot which it was would judge it differently when read back.
    private const string RoutedLoadBalancer = "routed-load-balancer";

    private static readonly Dictionary<string, ClaimKind> Kinds = Enum.GetValues<ClaimKind>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static string NameOf(ClaimKind kind) => kind == ClaimKind.RoutedLoadBalancer ? RoutedLoadBalancer : kind.NameOf();

    public static string NameOf(HoldingOrigin origin) => origin switch
    {
        HoldingOrigin.Reservation => "reservation",
        HoldingOrigin.File => "file",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "No such origin."),
    };

    public static string NameOf(HoldingState state) => state switch
    {
        HoldingState.Reserved => "reserved",
        HoldingState.Active => "active",
        HoldingState.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    /// <exception cref="FormatException">No kind has this name.</exception>
    public static ClaimKind KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind : throw new FormatException($"No kind of claim is called '{name}'.");

    /// <inheritdoc cref="KindOf"/>
    public static HoldingOrigin OriginOf(string name) => name switch
    {
        "reservation" => HoldingOrigin.Reservation,
        "file" => HoldingOrigin.File,
        _ => throw new FormatException($"No origin is called '{name}'."),
    };

    /// <inheritdoc cref="KindOf"/>
    public static HoldingState StateOf(string name) => name switch
    {
        "reserved" => HoldingState.Reserved,
        "active" => HoldingState.Active,
        "quarantined" => HoldingState.Quarantined,
        _ => throw new FormatException($"No state is called '{name}'."),
    };
}
