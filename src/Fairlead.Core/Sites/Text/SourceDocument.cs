namespace Fairlead.Core.Sites.Text;

/// <summary>One document of a file: its tree, or what kept it from being read, or both where only a part was lost.</summary>
/// <param name="Root">Null when the document could not be read at all.</param>
/// <param name="Errors">What is not YAML or JSON, or exceeds a limit.</param>
public sealed record SourceDocument(SourceFile File, Node? Root, IReadOnlyList<SyntaxError> Errors);

/// <summary>A place where a text is not YAML or JSON, or exceeds a limit.</summary>
public sealed record SyntaxError(int Line, int Column, string Message, string Hint);
