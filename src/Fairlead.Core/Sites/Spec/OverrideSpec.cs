namespace Fairlead.Core.Sites.Spec;

/// <summary>A finding that somebody accepts: it stays visible and no longer counts.</summary>
public sealed class OverrideSpec : SpecObject
{
    public Field<string> Rule { get; internal set; }

    public Field<string> AppliesTo { get; internal set; }

    public Field<string> Reason { get; internal set; }

    /// <summary>The last day (UTC) on which it holds; absent: for ever.</summary>
    public Field<DateOnly> Expires { get; internal set; }
}
