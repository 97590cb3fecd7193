namespace Fairlead.Core.Checks;

/// <summary>Outcomes and verdicts as the contract writes them.</summary>
public static class CheckWords
{
    public static string Word(this CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        CheckOutcome.Warning => "warning",
        CheckOutcome.Unknown => "unknown",
        CheckOutcome.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.InUse => "in-use",
        Verdict.NoAnswer => "no-answer",
        Verdict.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };
}
