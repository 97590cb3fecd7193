using System.Buffers;

namespace Fairlead.Core.Sites.Text;

/// <summary>What stands at a place of a document, whichever syntax wrote it: a scalar, a list or a mapping. Immutable.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public abstract record Node(int Line, int Column)
{
    /// <summary>What a reader would call it, for messages.</summary>
    public abstract string Description { get; }
}

/// <summary>How the core schema of YAML 1.2 resolves a scalar; JSON has the same kinds.</summary>
public enum ScalarKind
{
    Text,
    Null,
    Boolean,
    WholeNumber,
    Number,
}

/// <param name="Text">As written, with quotes and escapes resolved: <c>1.30</c> stays <c>1.30</c>.</param>
public sealed record ScalarNode(string Text, ScalarKind Kind, int Line, int Column) : Node(Line, Column)
{
    /// <summary>Whether it can stand in a name, a message or a generated file: one line, without what an escape such as <c>"\e"</c> smuggles in.</summary>
    public bool IsOneLine => !Text.AsSpan().ContainsAny(NotOnOneLine);


    private static readonly SearchValues<char> NotOnOneLine =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl), '\u2028', '\u2029', '\uFEFF', '\uFFFE', '\uFFFF']);

    public override string Description => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the truth value {Text}",
        ScalarKind.WholeNumber or ScalarKind.Number => $"the number {Excerpt.Of(Text)}",
        _ => $"the text '{Excerpt.Of(Text)}'",
    };
}

public sealed record ListNode(IReadOnlyList<Node> Items, int Line, int Column) : Node(Line, Column)
{
    public override string Description => "a list";
}

/// <param name="Entries">In order as written; a repeated key is still there and is reported by whoever reads the mapping.</param>
public sealed record MappingNode(IReadOnlyList<MappingEntry> Entries, int Line, int Column) : Node(Line, Column)
{
    public override string Description => "a mapping";

    public Node? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                    return entry.Value;
            }

            return null;
        }
    }
}

/// <summary>One key and its value, with the key's own place.</summary>
public sealed record MappingEntry(string Key, int Line, int Column, Node Value);
