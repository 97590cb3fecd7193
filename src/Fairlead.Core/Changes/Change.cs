namespace Fairlead.Core.Changes;

public enum ChangeKind : byte
{
    Create,
    Change,
    Delete,

    /// <summary>Nothing is done: it is somebody else's, or was changed by hand.</summary>
    Report,
}

/// <summary>One planned step against an outside system: data, printed before anything happens, and then applied.</summary>
/// <param name="Target">What it is about: a file below the folder, a subnet of a server.</param>
/// <param name="Why">For a report why nothing is done; else what the step is for, or empty.</param>
/// <param name="Before">The text that is there; null where there is none.</param>
/// <param name="After">The text that will be there; null where there will be none.</param>
public sealed record Change(ChangeKind Kind, string Target, string Why, string? Before, string? After)
{
    public bool IsStep => Kind != ChangeKind.Report;
}
