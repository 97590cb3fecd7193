namespace Fairlead.Core.Checks;

/// <summary>How a live question ended. Only <see cref="Failed"/> is an error.</summary>
public enum CheckOutcome
{
    /// <summary>It was seen to be as the plan assumes.</summary>
    Passed,

    /// <summary>It was seen to be otherwise, and something will break.</summary>
    Failed,

    /// <summary>It was seen to be otherwise, and something may break.</summary>
    Warning,

    /// <summary>It was asked, and what was seen does not decide it.</summary>
    Unknown,

    /// <summary>It could not be asked from here.</summary>
    Skipped,
}
