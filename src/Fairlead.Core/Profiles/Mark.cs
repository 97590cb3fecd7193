namespace Fairlead.Core.Profiles;

/// <summary>How well a value is founded.</summary>
public enum Mark
{
    /// <summary>The source states it.</summary>
    Doc,

    /// <summary>Reasoned from the source, which does not state it.</summary>
    Inferred,

    /// <summary>Looked for in public documentation and not found.</summary>
    Gap,
}
