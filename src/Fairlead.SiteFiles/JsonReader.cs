using System.Text;
using System.Text.Json;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>JSON to a document tree with places, by the platform's own reader. What is wrong is said in our own words: a published
/// program has no texts for the platform's exceptions.</summary>
internal ref struct JsonReader
{
    /// <summary>Bytes of <c>\u0041</c>.</summary>
    private const int LongestEscape = 6;

    private readonly SourceFile _file;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _nodes;

    /// <summary>Where the last place was asked for, as bytes and as characters: places are asked for in rising order.</summary>
    private int _knownBytes;
    private int _knownCharacters;

    private JsonReader(SourceFile file, ReadOnlySpan<byte> bytes)
    {
        _file = file;
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SourceLimits.Depth });
    }

    public static SourceDocument Read(SourceFile file)
    {
        var reader = new JsonReader(file, Encoding.UTF8.GetBytes(file.Text));
        try
        {
            reader._reader.Read();
            var root = reader.ReadValue();
            reader._reader.Read(); // anything behind the value is an error
            return new(file, root, []);
        }
        catch (FaultException fault)
        {
            return new(file, null, [new(fault.Line, fault.Column, fault.Message, fault.Hint)]);
        }
        catch (JsonException exception)
        {
            return new(file, null, [reader.ErrorOf(exception)]);
        }
    }

    private Node ReadValue()
    {
        var (line, column) = Place(_reader.TokenStartIndex);
        if (++_nodes > SourceLimits.Nodes)
            throw new FaultException(line, column, $"The file has more than {SourceLimits.Nodes} values.", "split the file");
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue());
                return new ListNode(items, line, column);
            case JsonTokenType.StartObject:
                return ReadObject(line, column);
            case JsonTokenType.String:
                return new ScalarNode(Text(), ScalarKind.Text, line, column);
            case JsonTokenType.Number:
                if (_reader.ValueSpan.Length > SourceLimits.Text)
                    throw new FaultException(line, column, $"A number has more than {SourceLimits.Text} digits.", "shorten it");
                var number = Encoding.UTF8.GetString(_reader.ValueSpan);
                return new ScalarNode(number, number.AsSpan().ContainsAny('.', 'e', 'E') ? ScalarKind.Number : ScalarKind.WholeNumber, line, column);
            case JsonTokenType.True or JsonTokenType.False:
                return new ScalarNode(_reader.TokenType == JsonTokenType.True ? "true" : "false", ScalarKind.Boolean, line, column);
            default:
                return new ScalarNode("null", ScalarKind.Null, line, column);
        }
    }

    private MappingNode ReadObject(int line, int column)
    {
        var entries = new List<MappingEntry>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (keyLine, keyColumn) = Place(_reader.TokenStartIndex);
            var key = Text();
            _reader.Read();
            entries.Add(new(key, keyLine, keyColumn, ReadValue()));
        }

        return new MappingNode(entries, line, column);
    }

    private string Text()
    {
        string? text = null;
        try
        {
            if (_reader.ValueSpan.Length <= SourceLimits.Text * LongestEscape)
                text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 is half a character.
            var (line, column) = Place(_reader.TokenStartIndex);
            throw new FaultException(line, column, "The text has an escape that is no character.", "write the character itself, or both halves of the escape");
        }

        if (text is { Length: <= SourceLimits.Text })
            return text;
        var start = Place(_reader.TokenStartIndex);
        throw new FaultException(start.Line, start.Column, $"A text has more than {SourceLimits.Text} characters.", "shorten it");
    }

    private (int Line, int Column) Place(long index)
    {
        if (index < _knownBytes)
            (_knownBytes, _knownCharacters) = (0, 0);
        _knownCharacters += Encoding.UTF8.GetCharCount(_bytes[_knownBytes..(int)index]);
        _knownBytes = (int)index;
        return _file.PlaceOf(_knownCharacters);
    }

    private SyntaxError ErrorOf(JsonException exception)
    {
        var start = 0;
        for (var skipped = 0L; skipped < (exception.LineNumber ?? 0) && _bytes[start..].IndexOf((byte)'\n') is var end and >= 0; skipped++)
            start += end + 1;
        var index = (int)Math.Min(start + (exception.BytePositionInLine ?? 0), _bytes.Length);
        var (line, column) = Place(index);
        var (message, hint) = FaultAt(_knownCharacters);
        return new(line, column, message, hint);
    }

    private readonly (string Message, string Hint) FaultAt(int index)
    {
        var rest = _file.Text.AsSpan(index);
        if (rest.IsWhiteSpace())
            return ("The file is not JSON: it ends too early.", "close what is still open");
        if (_reader.CurrentDepth >= SourceLimits.Depth)
            return ($"Lists and objects are nested more than {SourceLimits.Depth} deep.", "flatten the file");
        return rest[0] switch
        {
            '/' => ("The file is not JSON: JSON has no comments.", "remove the comment, or write YAML"),
            '\'' => ("The file is not JSON: text stands in double quotes.", "write \" in place of '"),
            '\r' or '\n' or '\t' => ("The file is not JSON: a text has a line break or a tab in it.", "write \\n or \\t, or close the quotes"),
            '}' or ']' => ($"The file is not JSON: '{rest[0]}' closes what is not complete.", "look for a comma too many, a missing value or the other bracket"),
            _ => ($"The file is not JSON: '{Excerpt.Of(rest[..Math.Min(rest.Length, 2)].ToString()).AsSpan(0, 1)}' is not expected here.", "look here or just before for a missing quote, comma or colon"),
        };
    }

    private sealed class FaultException(int line, int column, string message, string hint) : Exception(message)
    {
        public int Line { get; } = line;

        public int Column { get; } = column;

        public string Hint { get; } = hint;
    }
}
