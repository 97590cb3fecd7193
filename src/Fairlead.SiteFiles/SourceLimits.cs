namespace Fairlead.SiteFiles;

/// <summary>How much a source file may ask for, so that no input makes Fairlead slow or large.</summary>
public static class SourceLimits
{
    public const int Bytes = 32 * 1024 * 1024;

    /// <summary>Levels of lists and mappings.</summary>
    public const int Depth = 64;

    /// <summary>Characters of one key or value. Names stand in every finding about the thing, so a huge one would make a huge report.</summary>
    public const int Text = 16 * 1024;

    public const int Aliases = 1_000;

    /// <summary>Scalars, lists and mappings of a file, counted again wherever an alias repeats them.</summary>
    public const int Nodes = 2_000_000;
}
