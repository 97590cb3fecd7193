using System.Text;
using System.Text.Json;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>JSON to a document tree with places, by the platform's own reader.</summary>
internal ref struct JsonReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _nodes;

    // How far places have been counted: they are asked for in the order of the text, so that each byte is looked at once.
    private int _counted;
    private int _line = 1;
    private int _column = 1;

    private JsonReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SourceLimits.Depth });
    }

    public static SourceDocument Read(SourceFile file)
    {
        try
        {
            var reader = new JsonReader(Encoding.UTF8.GetBytes(file.Text));
            reader._reader.Read();
            var root = reader.ReadValue();
            reader._reader.Read(); // anything behind the value is an error
            return new(file, root, []);
        }
        catch (JsonException exception)
        {
            return new(file, null, [ErrorOf(file, exception)]);
        }
    }

    private Node ReadValue()
    {
        var (line, column) = Place(_reader.TokenStartIndex);
        if (++_nodes > SourceLimits.Nodes)
            throw new JsonException($"The file has more than {SourceLimits.Nodes} values.", null, line - 1, column - 1);
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
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 is half a character.
            var (line, column) = Place(_reader.TokenStartIndex);
            throw new JsonException("The text has an escape that is no character.", null, line - 1, column - 1);
        }
    }

    /// <param name="index">Not below that of the call before.</param>
    private (int Line, int Column) Place(long index)
    {
        var passed = _bytes[_counted..(int)index];
        var newLine = passed.LastIndexOf((byte)'\n');
        if (newLine >= 0)
        {
            _line += passed.Count((byte)'\n');
            _column = 1;
            passed = passed[(newLine + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(passed);
        _counted = (int)index;
        return (_line, _column);
    }

    private static SyntaxError ErrorOf(SourceFile file, JsonException exception)
    {
        var line = (int)(exception.LineNumber ?? 0) + 1;
        var bytes = Encoding.UTF8.GetBytes(file.Line(line));
        var column = Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)Math.Min(exception.BytePositionInLine ?? 0, bytes.Length))) + 1;
        var message = exception.Message;
        var detail = message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? message[..end] : message;
        return new(line, column, $"The file is not JSON: {char.ToLowerInvariant(detail[0])}{detail[1..].TrimEnd('.')}.", "correct the JSON here or just before");
    }
}
