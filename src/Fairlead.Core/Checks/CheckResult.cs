using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Checks;

/// <summary>The answer to one live question about one subject.</summary>
public sealed record CheckResult
{
    public required CheckInfo Check { get; init; }

    /// <summary>What it is about, as a plan writes it (<c>madrid/clusters/shop/controlPlane/ip</c>), or an address or host given by hand.</summary>
    public required string Subject { get; init; }

    /// <summary>The one thing among several of a subject that was asked about, such as an address of a range or <c>host:443</c>; null where the subject says all.</summary>
    public string? Target { get; init; }

    public required CheckOutcome Outcome { get; init; }

    /// <summary>Null for questions that are not about who holds an address.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The one cause, in kebab-case (<c>arp-reply</c>, <c>probe-filtered</c>, <c>tls-inspected</c>); for an unknown also in words after a colon: <c>needs the server's leases</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What was seen and what it means.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null where there is nothing to do.</summary>
    public string? Hint { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public TimeSpan Duration { get; init; }

    /// <summary>Where the subject is written; null for one given by hand.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Whether an unknown or skipped answer keeps the run from being green. False for what can never be seen from a vantage like this.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>It was not answered, and it should have been.</summary>
    public bool IsOpen => IsRequired && (Outcome is CheckOutcome.Unknown or CheckOutcome.Skipped);
}
