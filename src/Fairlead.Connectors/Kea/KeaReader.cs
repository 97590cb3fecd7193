using System.Globalization;
using System.Text;

namespace Fairlead.Connectors.Kea;

/// <summary>
/// Kea's dialect of JSON: comments of three kinds (<c>#</c>, <c>//</c>, <c>/* */</c>), a comma behind a last item, and <c>&lt;?include "file"?&gt;</c>, which
/// stands for the text of that file at any place (Kea's lexer works so, dhcp4_lexer.ll). Depth and size are bounded.
/// </summary>
internal sealed class KeaReader
{
    private const int DeepestNesting = 64;
    private const int DeepestInclude = 10;
    private const int MostNodes = 4_000_000;

    private readonly Func<string, string?> _include;
    private readonly bool _hasPaths;
    private readonly Stack<Source> _outer = new();
    private Source _source;
    private int _nodes;

    private KeaReader(string file, string text, Func<string, string?> include, bool hasPaths)
    {
        (_include, _hasPaths) = (include, hasPaths);
        _source = new Source(file, text);
    }

    /// <param name="file">As messages name it.</param>
    /// <param name="include">The text of an included file, as it is named; null where it can't be read.</param>
    /// <exception cref="SourceFailureException">It is not of this dialect; the message names file and line.</exception>
    public static KeaNode Read(string file, string text, Func<string, string?> include) => new KeaReader(file, text, include, hasPaths: false).ReadWhole();

    /// <summary>An answer of a server, whose values are named by their path.</summary>
    /// <inheritdoc cref="Read"/>
    public static KeaNode ReadAnswer(string command, string text) => new KeaReader(command, text, static _ => null, hasPaths: true).ReadWhole();

    private KeaNode ReadWhole()
    {
        var root = ReadValue("", 0);
        return Peek() == '\0' ? root : throw Fault($"'{Peek()}' stands behind the end of the configuration");
    }

    private KeaNode ReadValue(string path, int depth)
    {
        if (depth > DeepestNesting || ++_nodes > MostNodes)
            throw Fault("it is nested too deeply, or has too many values");
        var c = Peek();
        var where = Where(path);
        switch (c)
        {
            case '{':
                return ReadObject(path, where, depth);
            case '[':
                return ReadList(path, where, depth);
            case '"':
                return new KeaScalar(where, ReadString());
            case '\0':
                throw Fault("it ends too early");
            default:
                var word = ReadWord();
                return word.Length == 0 ? throw Fault($"'{c}' can't begin a value") : new KeaScalar(where, word == "null" ? null : word);
        }
    }

    private KeaObject ReadObject(string path, string where, int depth)
    {
        _source.Position++;
        var members = new Dictionary<string, KeaNode>();
        while (Peek() != '}')
        {
            if (Peek() != '"')
                throw Fault(Peek() == '\0' ? "it ends too early" : "a name in double quotes is expected");
            var name = ReadString();
            if (Peek() != ':')
                throw Fault($"a colon is missing behind \"{name}\"");
            _source.Position++;
            // Kea takes the last of two members of one name for a fault; a reader that only looks may take the last.
            members[name] = ReadValue(path.Length == 0 ? name : $"{path}.{name}", depth + 1);
            if (Peek() == ',')
                _source.Position++;
            else if (Peek() != '}')
                throw Fault(Peek() == '\0' ? "it ends too early" : "a comma or a closing brace is missing");
        }

        _source.Position++;
        return new KeaObject(where, members);
    }

    private KeaList ReadList(string path, string where, int depth)
    {
        _source.Position++;
        var values = new List<KeaNode>();
        while (Peek() != ']')
        {
            values.Add(ReadValue(string.Create(CultureInfo.InvariantCulture, $"{path}[{values.Count}]"), depth + 1));
            if (Peek() == ',')
                _source.Position++;
            else if (Peek() != ']')
                throw Fault(Peek() == '\0' ? "it ends too early" : "a comma or a closing bracket is missing");
        }

        _source.Position++;
        return new KeaList(where, values);
    }

    /// <summary>The next character that is no space and no comment, through the ends of included files; NUL at the end of all.</summary>
    private char Peek()
    {
        while (true)
        {
            var (text, at) = (_source.Text, _source.Position);
            if (at >= text.Length)
            {
                if (_outer.Count == 0)
                    return '\0';
                _source = _outer.Pop();
                continue;
            }

            var rest = text.AsSpan(at);
            if (rest[0] is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
                _source.Position++;
            else if (rest[0] == '#' || rest.StartsWith("//"))
                _source.Position += rest.IndexOf('\n') is var end and >= 0 ? end : rest.Length;
            else if (rest.StartsWith("/*"))
                _source.Position += rest.IndexOf("*/") is var close and >= 0 ? close + 2 : throw Fault("a comment does not end");
            else if (rest.StartsWith("<?include"))
                Include(rest);
            else
                return rest[0];
        }
    }

    private void Include(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf("?>");
        var first = rest.IndexOf('"');
        var last = end < 0 ? -1 : rest[..end].LastIndexOf('"');
        if (first < 0 || last <= first)
            throw Fault("an include is written <?include \"file\"?>");
        var name = rest[(first + 1)..last].ToString();
        if (_outer.Count == DeepestInclude)
            throw Fault($"includes are nested more than {DeepestInclude} deep");
        var text = _include(name) ?? throw Fault($"the included file {name} can't be read");
        _source.Position += end + 2;
        _outer.Push(_source);
        _source = new Source(name, text);
    }

    private string ReadString()
    {
        var text = new StringBuilder();
        var from = ++_source.Position;
        for (; _source.Position < _source.Text.Length; _source.Position++)
        {
            var c = _source.Text[_source.Position];
            if (c == '"')
            {
                _source.Position++;
                return text.ToString();
            }

            if (c == '\n')
                break;
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            _source.Position++;
            text.Append(Escaped());
        }

        _source.Position = from;
        throw Fault("a text in double quotes does not end");
    }

    private char Escaped()
    {
        var rest = _source.Text.AsSpan(Math.Min(_source.Position, _source.Text.Length));
        if (rest.Length >= 5 && rest[0] == 'u' && ushort.TryParse(rest.Slice(1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit))
        {
            _source.Position += 4;
            return (char)unit;
        }

        return rest.IsEmpty ? throw Fault("it ends too early") : rest[0] switch
        {
            '"' or '\\' or '/' => rest[0],
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Fault($"\\{rest[0]} is no escape"),
        };
    }

    private string ReadWord()
    {
        var from = _source.Position;
        while (_source.Position < _source.Text.Length && (char.IsAsciiLetterOrDigit(_source.Text[_source.Position]) || _source.Text[_source.Position] is '-' or '+' or '.'))
            _source.Position++;
        return _source.Text[from.._source.Position];
    }

    private string Where(string path) => _hasPaths ? path : $"{_source.File}:{_source.Line}";

    private SourceFailureException Fault(string what) => SourceFailureException.Malformed($"{_source.File}:{_source.Line}", what + ".", "Let 'kea-dhcp4 -t' or 'kea-dhcp6 -t' judge the file.");

    private sealed class Source(string file, string text)
    {
        private int _countedTo;
        private int _line = 1;

        public string File { get; } = file;

        public string Text { get; } = text;

        public int Position { get; set; }

        /// <summary>Of the position, from 1. Asked for in rising order, so each line end is counted once.</summary>
        public int Line
        {
            get
            {
                var to = Math.Min(Position, Text.Length);
                if (to > _countedTo)
                {
                    _line += Text.AsSpan(_countedTo, to - _countedTo).Count('\n');
                    _countedTo = to;
                }

                return _line;
            }
        }
    }
}
