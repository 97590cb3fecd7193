using Fairlead.Core.Sites.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fairlead.SiteFiles;

/// <summary>YAML to document trees, by YamlDotNet's parser and the core schema of YAML 1.2. Stops at the first fault of the syntax.</summary>
internal sealed class YamlReader
{
    private readonly SourceFile _file;
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    /// <summary>Brackets that are open where the parser stands; an unclosed one is noticed far behind its own line.</summary>
    private readonly Stack<Mark> _brackets = [];
    private readonly Dictionary<AnchorName, Measured> _anchors = [];
    private int _aliases;
    private long _nodes;

    private YamlReader(SourceFile file)
    {
        _file = file;
        _scanner = new Scanner(new StringReader(file.Text));
        _parser = new Parser(_scanner);
    }

    public static IEnumerable<SourceDocument> Read(SourceFile file)
    {
        var documents = new List<SourceDocument>();
        if (new YamlReader(file).ReadInto(documents) is { } error)
            documents.Add(new(file, null, [error]));
        return documents;
    }

    /// <returns>What kept the rest of the file from being read.</returns>
    private SyntaxError? ReadInto(List<SourceDocument> documents)
    {
        try
        {
            ReadDocuments(documents);
            return null;
        }
        catch (YamlException exception)
        {
            // Some faults, tabs above all, bear no place; the scanner stands where it met them.
            var at = exception.Start.Index == 0 && exception.End.Index == 0 ? _scanner.CurrentPosition : exception.Start;
            return Fault(at, Sentence(exception), "correct the YAML here or just above");
        }
        catch (LimitException exception)
        {
            return Fault(exception.At, exception.Message, exception.Hint);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException or FormatException or NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException)
        {
            // The parser fails so on some inputs that are not YAML; for the user they are no different.
            return Fault(_scanner.CurrentPosition, "The file is not YAML from here on.", "look here or just above for a missing quote, bracket or space");
        }
    }

    /// <summary>An error at a place that the file has, with the line of the bracket that may be to blame.</summary>
    private SyntaxError Fault(Mark at, string message, string hint)
    {
        var (line, column) = _file.PlaceOf((int)at.Index);
        if (!_brackets.TryPeek(out var open))
            return new(line, column, message, hint);
        var (openLine, openColumn) = _file.PlaceOf((int)open.Index);
        return new(line, column, message, $"{hint}; the bracket of line {openLine}, column {openColumn} is not closed yet");
    }

    private void ReadDocuments(List<SourceDocument> documents)
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            _anchors.Clear();
            var root = ReadNode(depth: 0).Node;
            _parser.Consume<DocumentEnd>();
            documents.Add(new(_file, root, []));
        }
    }

    private Measured ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias, depth);
        var start = _parser.Require<NodeEvent>();
        var at = start.Start;
        if (depth > SourceLimits.Depth)
            throw Limit(at, $"Lists and mappings are nested more than {SourceLimits.Depth} deep.", "flatten the file");
        RefuseForeignTag(start);
        var measured = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMapping(depth),
            _ => throw Limit(at, "The file is not YAML.", "correct the syntax"),
        };
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = measured;
        return measured;
    }

    private Measured ReadScalar()
    {
        Count(1, _parser.Current!.Start);
        var scalar = _parser.Consume<Scalar>();
        if (scalar.Value.Length > SourceLimits.Text)
            throw Limit(scalar.Start, $"A text has more than {SourceLimits.Text} characters.", "shorten it; look for a quote that is not closed");
        var kind = scalar.Tag.IsEmpty
            ? scalar.Style == ScalarStyle.Plain ? CoreSchema.Resolve(scalar.Value) : ScalarKind.Text
            : scalar.Tag.Value switch
            {
                "tag:yaml.org,2002:str" or "!" => ScalarKind.Text,
                _ => CoreSchema.Resolve(scalar.Value),
            };
        return new(new ScalarNode(scalar.Value, kind, (int)scalar.Start.Line, (int)scalar.Start.Column), 1, 0);
    }

    private Measured ReadList(int depth)
    {
        var sequence = _parser.Consume<SequenceStart>();
        var start = sequence.Start;
        Count(1, start);
        if (sequence.Style == SequenceStyle.Flow)
            _brackets.Push(start);
        var items = new List<Node>();
        var (size, height) = (1L, 0);
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var item = ReadNode(depth + 1);
            items.Add(item.Node);
            (size, height) = (size + item.Size, Math.Max(height, item.Height + 1));
        }

        if (sequence.Style == SequenceStyle.Flow)
            _brackets.Pop();
        return new(new ListNode(items, (int)start.Line, (int)start.Column), size, height);
    }

    private Measured ReadMapping(int depth)
    {
        var mapping = _parser.Consume<MappingStart>();
        var start = mapping.Start;
        Count(1, start);
        if (mapping.Style == MappingStyle.Flow)
            _brackets.Push(start);
        var entries = new List<MappingEntry>();
        var (size, height) = (1L, 0);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadKey(depth);
            var value = ReadNode(depth + 1);
            entries.Add(new(key.Text, key.Line, key.Column, value.Node));
            (size, height) = (size + value.Size, Math.Max(height, value.Height + 1));
        }

        if (mapping.Style == MappingStyle.Flow)
            _brackets.Pop();
        return new(new MappingNode(entries, (int)start.Line, (int)start.Column), size, height);
    }

    private ScalarNode ReadKey(int depth)
    {
        var at = _parser.Current!.Start;
        return ReadNode(depth + 1).Node as ScalarNode ?? throw Limit(at, "A key is a list or a mapping.", "write plain text as the key");
    }

    private Measured Resolve(AnchorAlias alias, int depth)
    {
        if (++_aliases > SourceLimits.Aliases)
            throw Limit(alias.Start, $"The file has more than {SourceLimits.Aliases} aliases.", "write the values out");
        if (!_anchors.TryGetValue(alias.Value, out var measured))
            throw Limit(alias.Start, $"The alias *{Excerpt.Of(alias.Value.Value)} names no anchor above it.", "define the anchor first, outside the alias's own value");
        if (depth + measured.Height > SourceLimits.Depth)
            throw Limit(alias.Start, $"Lists and mappings are nested more than {SourceLimits.Depth} deep.", "flatten the file");
        Count(measured.Size, alias.Start);
        return measured;
    }

    private void Count(long nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > SourceLimits.Nodes)
            throw Limit(at, $"The file has more than {SourceLimits.Nodes} values once its aliases are written out.", "split the file");
    }

    private static void RefuseForeignTag(NodeEvent start)
    {
        if (!start.Tag.IsEmpty && start.Tag.Value is not ("!" or "tag:yaml.org,2002:str" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" or "tag:yaml.org,2002:seq" or "tag:yaml.org,2002:map"))
            throw Limit(start.Start, $"The tag {Excerpt.Of(start.Tag.Value)} is not used in site files.", "remove the tag");
    }

    /// <summary>YamlDotNet's message without its own position, as a sentence.</summary>
    private static string Sentence(YamlException exception)
    {
        var message = exception.Message;
        var detail = message.StartsWith('(') && message.IndexOf("): ", StringComparison.Ordinal) is var end and > 0 ? message[(end + 3)..] : message;
        return $"The file is not YAML: {char.ToLowerInvariant(detail[0])}{detail[1..].TrimEnd('.')}.";
    }

    private static LimitException Limit(Mark at, string message, string hint) => new(at, message, hint);

    /// <summary>A node, how many nodes it is when written out, and how many levels it has below it.</summary>
    private readonly record struct Measured(Node Node, long Size, int Height);

    private sealed class LimitException(Mark at, string message, string hint) : Exception(message)
    {
        public Mark At { get; } = at;

        public string Hint { get; } = hint;
    }
}
