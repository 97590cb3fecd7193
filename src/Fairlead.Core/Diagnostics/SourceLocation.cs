namespace Fairlead.Core.Diagnostics;

/// <summary>A place in a source file. Line and column count from 1; columns count UTF-16 code units.</summary>
/// <param name="File">The file as the user named it, or the folder as named with the path below it.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
