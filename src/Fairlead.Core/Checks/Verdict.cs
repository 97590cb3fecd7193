namespace Fairlead.Core.Checks;

/// <summary>What is known of an address after asking. There is no "free": silence proves nothing.</summary>
public enum Verdict
{
    /// <summary>Somebody answered for it.</summary>
    InUse,

    /// <summary>Everybody on the link was asked in a way that works there, and nobody answered.</summary>
    NoAnswer,

    /// <summary>The answers, or their absence, do not decide it; the reason says why.</summary>
    Unknown,
}
