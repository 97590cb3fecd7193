namespace Fairlead.Ledger;

/// <summary>The ledger can't be read or written; the message says which, why, and what to do.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A commit was under way, and nobody knows whether it took place.</summary>
    public bool IsUncertain { get; init; }
}

/// <summary>The database refused a claim on held addresses that Fairlead took for free: somebody wrote past it.</summary>
public sealed class ClaimRefusedException(string message, Exception? inner = null) : Exception(message, inner);
