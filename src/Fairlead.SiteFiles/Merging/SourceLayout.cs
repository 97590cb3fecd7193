using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles.Merging;

/// <summary>Where the parts of a file begin and end in its text.</summary>
internal sealed class SourceLayout
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public SourceLayout(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                _starts.Add(i + 1);
        }
    }

    public string NewLine => _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public int OffsetOf(Node node) => Math.Min(_starts[Math.Min(node.Line, _starts.Count) - 1] + node.Column - 1, _text.Length);

    public bool IsFlow(Node node) => node is not ScalarNode && OffsetOf(node) is var at && at < _text.Length && _text[at] is '{' or '[';

    /// <summary>Where lines can be added to a block that begins at a column: behind its last line, before blank lines and comments of what follows.</summary>
    public int EndOfBlock(Node block)
    {
        var indent = block.Column - 1;
        var last = LastLine(block);
        // A text of several lines goes on below its place.
        for (var line = last + 1; line <= _starts.Count; line++)
        {
            var own = LineAt(line);
            if (own.IsWhiteSpace())
                continue;
            if (own.Length - own.TrimStart(' ').Length <= indent)
                break;
            last = line;
        }

        return StartOf(last + 1);
    }

    public int StartOf(int line) => line <= _starts.Count ? _starts[line - 1] : _text.Length;

    /// <summary>Where a piece can be added to a list or mapping in brackets, and whether something stands before it.</summary>
    public (int Offset, bool NeedsComma, string Before)? EndOfFlow(Node flow)
    {
        var open = OffsetOf(flow);
        if (CloseOf(open) is not { } close)
            return null;
        var at = close;
        while (at > open + 1 && char.IsWhiteSpace(_text[at - 1]))
            at--;
        var isSpread = _text.AsSpan(open, close - open).ContainsAny('\r', '\n') && at > open + 1;
        return (at, at > open + 1 && _text[at - 1] != ',', isSpread ? NewLine + IndentAt(at) : at > open + 1 ? " " : "");
    }

    private string IndentAt(int offset)
    {
        var start = _text.LastIndexOf('\n', offset - 1) + 1;
        var end = start;
        while (end < _text.Length && _text[end] == ' ')
            end++;
        return _text[start..end];
    }

    private int LastLine(Node node)
    {
        if (IsFlow(node))
            return CloseOf(OffsetOf(node)) is { } close ? LineOf(close) : node.Line;
        return node switch
        {
            MappingNode { Entries: [.., var last] } => Math.Max(last.Line, last.Value is ScalarNode { Kind: ScalarKind.Null } ? last.Line : LastLine(last.Value)),
            ListNode { Items: [.., var last] } => Math.Max(node.Line, LastLine(last)),
            _ => node.Line,
        };
    }

    private int LineOf(int offset) => _starts.BinarySearch(offset) is var found && found >= 0 ? found + 1 : ~found;

    private ReadOnlySpan<char> LineAt(int line) => _text.AsSpan(_starts[line - 1]..StartOf(line + 1));

    /// <summary>The bracket that closes one; null where that can't be told.</summary>
    private int? CloseOf(int open)
    {
        var depth = 0;
        for (var i = open; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '[' or '{': depth++; break;
                case ']' or '}' when --depth == 0: return i;
                case '"' or '\'' when IsAtStart(i):
                    var quote = _text[i];
                    for (i++; i < _text.Length && _text[i] != quote; i++)
                        i += quote == '"' && _text[i] == '\\' ? 1 : 0;
                    break;
                case '#' when char.IsWhiteSpace(_text[i - 1]):
                    while (i + 1 < _text.Length && _text[i + 1] is not ('\r' or '\n'))
                        i++;
                    break;
            }
        }

        return null;
    }

    /// <summary>A quote inside a plain text is a letter.</summary>
    private bool IsAtStart(int at)
    {
        while (at > 0 && _text[at - 1] is ' ' or '\t' or '\r' or '\n')
            at--;
        return at == 0 || _text[at - 1] is '[' or '{' or ',' or ':' or '\'';
    }
}
