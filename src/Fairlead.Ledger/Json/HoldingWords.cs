using Fairlead.Core.Claims;

namespace Fairlead.Ledger.Json;

/// <summary>The words for what holdings are, as they stand in databases, in JSON and on the command line.</summary>
public static class HoldingWords
{
    public static string NameOf(HoldingState state) => state switch
    {
        HoldingState.Reserved => "reserved",
        HoldingState.Active => "active",
        HoldingState.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    public static string NameOf(HoldingOrigin origin) => origin == HoldingOrigin.File ? "file" : "reservation";

    public static HoldingState? StateOf(string name) => name switch
    {
        "reserved" => HoldingState.Reserved,
        "active" => HoldingState.Active,
        "quarantined" => HoldingState.Quarantined,
        _ => null,
    };

    public static HoldingOrigin? OriginOf(string name) => name switch
    {
        "file" => HoldingOrigin.File,
        "reservation" => HoldingOrigin.Reservation,
        _ => null,
    };

    /// <summary>Kinds that can be reserved, by name.</summary>
    public static IReadOnlyList<ClaimKind> Kinds { get; } =
        [.. Enum.GetValues<ClaimKind>().Where(kind => kind.GroupOf() == ClaimGroup.Exclusive && kind != ClaimKind.RoutedLoadBalancer)];

    /// <summary>Null when no kind of that name can be reserved.</summary>
    public static ClaimKind? KindOf(string name) => Kinds.Where(kind => kind.NameOf() == name).Select(kind => (ClaimKind?)kind).FirstOrDefault();
}
