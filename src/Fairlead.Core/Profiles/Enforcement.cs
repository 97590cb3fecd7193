namespace Fairlead.Core.Profiles;

/// <summary>How grave an overlap with a range of the resource bridge is.</summary>
public enum Enforcement
{
    /// <summary>Required to be free, but the bridge lets it pass: a warning.</summary>
    Warn,

    /// <summary>The bridge refuses it: an error.</summary>
    Block,
}
