using Fairlead.Core.Addressing;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Diagnostics;

/// <summary>One finding: which rule, about what, where it is written, what is wrong and what to do.</summary>
public sealed record Diagnostic
{
    public required RuleInfo Rule { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The site's name; null for a document that could not be read as far as its name.</summary>
    public required string? Site { get; init; }

    public required Subject Subject { get; init; }

    public required SourceLocation Location { get; init; }

    /// <summary>Which object, what is wrong, and the other party or the limit.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Hint { get; init; }

    /// <summary>The addresses that two claims share; null for a rule without a pair.</summary>
    public IpSet? Overlap { get; init; }

    public IReadOnlyList<RelatedClaim> Related { get; init; } = [];

    /// <summary>Pairs that follow from this one and are not findings of their own.</summary>
    public int Consequences { get; init; }

    /// <summary>The reason of the override that accepts this finding; null when it counts.</summary>
    public string? AcceptedBecause { get; init; }

    public bool IsOverridden => AcceptedBecause is not null;

    /// <summary>Unusable input: the program ends with exit code 2.</summary>
    public bool IsUnusableInput => Severity == Severity.Error && Rule.IsInputRule;

    /// <summary>An error that no override accepts.</summary>
    public bool IsFailure => Severity == Severity.Error && !IsOverridden;
}
