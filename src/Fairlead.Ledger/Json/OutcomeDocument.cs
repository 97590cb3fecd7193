using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Json;

/// <summary>An outcome about reservations, kept for a request that comes again with the same key. One of its members is there.</summary>
public sealed record OutcomeDocument
{
    public GrantedDocument? Granted { get; init; }

    public HeldDocument? Held { get; init; }

    public ExhaustedDocument? Exhausted { get; init; }

    public RefusedDocument? Refused { get; init; }

    public static string Write(LedgerOutcome outcome) => JsonSerializer.Serialize(Of(outcome), LedgerJson.Default.OutcomeDocument);

    public static LedgerOutcome Read(string json) =>
        (JsonSerializer.Deserialize(json, LedgerJson.Default.OutcomeDocument) ?? throw new FormatException("There is no answer.")).ToOutcome();

    private static OutcomeDocument Of(LedgerOutcome outcome) => outcome switch
    {
        Granted granted => new() { Granted = new(HoldingDocument.Of(granted.Holding), granted.IsNew) },
        AlreadyHeld held => new() { Held = new(held.Asked.ToString(), held.Holder, held.Source, held.Reservation, held.Nearest?.ToString()) },
        Exhausted exhausted => new() { Exhausted = new(exhausted.Segment, Text(exhausted.Asked), Text(exhausted.Left), Text(exhausted.Longest)) },
        Refused refused => new() { Refused = new(refused.Reason.ToString(), refused.Message, refused.Hint) },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Such an answer is not kept."),
    };

    private LedgerOutcome ToOutcome() => this switch
    {
        { Granted: { } granted } => new Granted(granted.Holding.ToHolding(), granted.IsNew),
        { Held: { } held } => new AlreadyHeld(IpRange.Parse(held.Asked), held.Holder, held.Source, held.Reservation, held.Nearest is { } nearest ? IpRange.Parse(nearest) : null),
        { Exhausted: { } exhausted } => new Exhausted(exhausted.Segment, Number(exhausted.Asked), Number(exhausted.Left), Number(exhausted.Longest)),
        { Refused: { } refused } => new Refused(Enum.Parse<RefusalReason>(refused.Reason), refused.Message, refused.Hint),
        _ => throw new FormatException("The stored answer is of no known kind."),
    };

    private static string Text(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

    private static UInt128 Number(string text) => UInt128.Parse(text, CultureInfo.InvariantCulture);
}

public sealed record GrantedDocument(HoldingDocument Holding, bool IsNew);

public sealed record HeldDocument(string Asked, string Holder, string Source, Guid? Reservation, string? Nearest);

public sealed record ExhaustedDocument(string Segment, string Asked, string Left, string Longest);

public sealed record RefusedDocument(string Reason, string Message, string Hint);
