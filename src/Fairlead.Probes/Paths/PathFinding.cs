using Fairlead.Core.Checks;

namespace Fairlead.Probes.Paths;

/// <summary>What an answer means, before it is put beside its subject.</summary>
internal sealed record PathFinding(CheckOutcome Outcome, string Reason, string Message, string? Hint, Evidence? Evidence, bool IsRequired = true)
{
    public CheckResult ToResult(PathTarget target, TimeSpan duration) => new()
    {
        Check = target.Check,
        Subject = target.Subject.ToString(),
        Target = target.Place,
        Outcome = Outcome,
        Reason = Reason,
        Message = Message,
        Hint = Hint,
        Evidence = Evidence is null ? [] : [Evidence],
        IsRequired = IsRequired,
        Duration = duration,
        Location = target.Location,
    };
}
