using Fairlead.Core.Claims;
using Fairlead.Core.Observations;
using Fairlead.Ledger.Json;

namespace Fairlead.Ledger.Storage;

/// <summary>How kinds, origins and states are written in a database and in an export. They stay for ever.</summary>
internal static class StoredNames
{
    // Reports call both kinds of load balancer the same; a ledger that forgot which it was would judge it differently when read back.
    private const string RoutedLoadBalancer = "routed-load-balancer";

    private static readonly Dictionary<string, FailureReason> Reasons = Enum.GetValues<FailureReason>().ToDictionary(reason => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<string, ClaimKind> Kinds = Enum.GetValues<ClaimKind>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static string NameOf(ClaimKind kind) => kind == ClaimKind.RoutedLoadBalancer ? RoutedLoadBalancer : kind.NameOf();

    /// <exception cref="FormatException">No kind has this name.</exception>
    public static ClaimKind KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind : throw new FormatException($"No kind of claim is called '{name}'.");

    public static string NameOf(FailureReason reason) => Reasons.First(pair => pair.Value == reason).Key;

    /// <inheritdoc cref="KindOf"/>
    public static FailureReason ReasonOf(string name) => Reasons.TryGetValue(name, out var reason) ? reason : throw new FormatException($"No failure is called '{name}'.");

    /// <inheritdoc cref="KindOf"/>
    public static SourceKind SourceKindOf(string name)
    {
        foreach (var kind in SourceKinds.All)
        {
            if (kind.NameOf() == name)
                return kind;
        }

        throw new FormatException($"No kind of source is called '{name}'.");
    }

    /// <inheritdoc cref="KindOf"/>
    public static HoldingOrigin OriginOf(string name) => HoldingWords.OriginOf(name) ?? throw new FormatException($"No origin is called '{name}'.");

    /// <inheritdoc cref="KindOf"/>
    public static HoldingState StateOf(string name) => HoldingWords.StateOf(name) ?? throw new FormatException($"No state is called '{name}'.");
}
