using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Ledger;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Api;

/// <summary>What the ledger's refusals are as problem documents.</summary>
public static class LedgerProblems
{
    public static Problem Of(AlreadyHeld held)
    {
        ArgumentNullException.ThrowIfNull(held);
        var nearest = held.Nearest is { } free ? $" The nearest free choice is {free}." : "";
        return new Problem(ProblemTypes.AlreadyHeld, $"{held.Asked} is held: {held.Holder}, as {held.Source} says.{nearest}")
            .With("holder", held.Holder).With("source", held.Source).With("reservation", held.Reservation?.ToString()).With("nearest", held.Nearest?.ToString());
    }

    public static Problem Of(Exhausted exhausted)
    {
        ArgumentNullException.ThrowIfNull(exhausted);
        return new Problem(ProblemTypes.Exhausted, $"Segment {exhausted.Segment} has no {exhausted.Asked} free addresses in one range: {exhausted.Left} are left, the longest range has {exhausted.Longest}.")
            .With("left", Number(exhausted.Left)).With("longest", Number(exhausted.Longest));
    }

    public static Problem Of(Refused refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var type = refused.Reason switch
        {
            RefusalReason.NoSuchSite or RefusalReason.NoSuchSegment or RefusalReason.NoSuchReservation => ProblemTypes.NotFound,
            RefusalReason.Unusable => ProblemTypes.Unusable,
            RefusalReason.FileOwned => ProblemTypes.FileOwned,
            RefusalReason.Immutable => ProblemTypes.Immutable,
            RefusalReason.Stale => ProblemTypes.Stale,
            RefusalReason.KeyReused => ProblemTypes.KeyReused,
            _ => throw new System.Diagnostics.UnreachableException($"No problem for {refused.Reason}."),
        };
        return new Problem(type, refused.Message).With("hint", refused.Hint);
    }

    /// <param name="isStrict">The files are usable, but the site refuses its errors.</param>
    public static Problem NotLoadable(Plan plan, bool isStrict)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var findings = isStrict ? plan.Diagnostics.Where(finding => finding.IsFailure) : plan.Diagnostics.Where(finding => finding.IsUnusableInput);
        var shown = plan with { Diagnostics = [.. findings] };
        using var stream = new MemoryStream();
        JsonReport.WriteFindings(shown, stream);
        var diagnostics = JsonNode.Parse(stream.ToArray())!["diagnostics"]!.DeepClone();
        var first = shown.Diagnostics.Count > 0 ? shown.Diagnostics[0] : null;
        var more = shown.Diagnostics.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" And {shown.Diagnostics.Count - 1} more.") : "";
        var detail = first is null ? "The files hold no such site." : $"{first.Rule.Id} at {first.Location}: {first.Message}{more}";
        return new Problem(isStrict ? ProblemTypes.StrictSite : ProblemTypes.UnusableSite, detail).With("diagnostics", diagnostics);
    }

    /// <summary>What an exception of the ledger means to a client; null for others.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        LedgerUnavailableException { IsUncertain: true } => new Problem(ProblemTypes.OutcomeUnknown, "The connection to the ledger's database broke while it was committing."),
        LedgerUnavailableException => new Problem(ProblemTypes.LedgerUnavailable, "The ledger can't be read or written now. The server's log says why."),
        _ => null,
    };

    private static JsonValue Number(UInt128 value) => value <= long.MaxValue ? JsonValue.Create((long)value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The answer to an outcome about a reservation.</summary>
    internal static IResult ToResult(LedgerOutcome outcome, Func<Granted, IResult> granted) => outcome switch
    {
        Granted done => granted(done),
        AlreadyHeld held => Of(held),
        Exhausted exhausted => Of(exhausted),
        Refused refused => Of(refused),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.GetType()} is no answer about a reservation."),
    };
}
