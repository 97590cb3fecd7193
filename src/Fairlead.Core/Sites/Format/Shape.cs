using System.Text.Json.Nodes;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>An object of the format: its fields, which of them are required, and what each is for.</summary>
/// <param name="name">With its article, for messages: <c>a segment</c>. Its last word names the schema's definition.</param>
internal sealed class Shape<T>(string name, string definition) : FieldType<T>
    where T : SpecObject, new()
{
    private readonly List<FieldShape> _fields = [];
    private readonly Dictionary<string, int> _indexByName = [];
    private readonly List<string> _required = [];
    private readonly List<string> _essential = [];
    private Action<T, MappingNode, ReadContext>? _afterwards;

    public IEnumerable<string> FieldNames => _fields.Select(each => each.Name);

    public Shape<T> Field<TValue>(string field, FieldType<TValue> type, Action<T, Field<TValue>> set, string about)
    {
        Add(new FieldShape<TValue>(field, about, type, set));
        return this;
    }

    /// <summary>A fixed word that was judged before the object is read (apiVersion, kind).</summary>
    public Shape<T> Constant(string field, string word, string about)
    {
        Add(new ConstantShape(field, word, about));
        _required.Add(field);
        return this;
    }

    /// <summary>Their absence is a finding.</summary>
    public Shape<T> Required(params string[] fields)
    {
        _required.AddRange(fields);
        return this;
    }

    /// <summary>Required, and without a usable value the whole object is worth nothing and drops out.</summary>
    public Shape<T> Essential(string field)
    {
        _required.Add(field);
        _essential.Add(field);
        return this;
    }

    /// <summary>What no single field can say.</summary>
    public Shape<T> Afterwards(Action<T, MappingNode, ReadContext> check)
    {
        _afterwards = check;
        return this;
    }

    public override FieldState Read(Node node, Subject subject, ReadContext context, out T? value)
    {
        value = null;
        if (node is not MappingNode mapping)
        {
            context.ReportWrongType(subject, node, $"{name} (a mapping)", $"write the fields of {name}, for example '{_required.FirstOrDefault() ?? _fields[0].Name}: …'");
            return FieldState.Invalid;
        }

        value = new T { Subject = subject, At = context.Locate(mapping) };
        Span<FieldState> states = stackalloc FieldState[_fields.Count];
        ReadFields(mapping, value, context, states);
        foreach (var field in _required)
        {
            if (states[_indexByName[field]] == FieldState.Absent)
                context.Report(RuleCatalog.MissingOrWrongType, subject.Field(field), context.Locate(mapping), $"{Capitalised(name)} needs '{field}'.", $"add '{field}: …'");
        }

        _afterwards?.Invoke(value, mapping, context);
        foreach (var field in _essential)
        {
            if (states[_indexByName[field]] is not (FieldState.Valid or FieldState.Partial))
                return FieldState.Invalid;
        }

        return FieldState.Valid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Reference(definition, () => ObjectSchema(definitions));

    private JsonObject ObjectSchema(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var field in _fields)
        {
            var schema = field.Schema(definitions);
            schema["description"] = field.About;
            properties.Add(field.Name, schema);
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (_required.Count > 0)
            result["required"] = new JsonArray([.. _required.Select(field => (JsonNode)field)]);
        return result;
    }

    private void Add(FieldShape field)
    {
        _indexByName.Add(field.Name, _fields.Count);
        _fields.Add(field);
    }

    /// <param name="states">One per field of this shape.</param>
    private void ReadFields(MappingNode mapping, T value, ReadContext context, Span<FieldState> states)
    {
        Span<bool> isSeen = stackalloc bool[_fields.Count];
        HashSet<string>? unknown = null;
        for (var i = 0; i < mapping.Entries.Count; i++)
        {
            var entry = mapping.Entries[i];
            if (!_indexByName.TryGetValue(entry.Key, out var index))
            {
                if (context.IsFull)
                    continue;
                var path = value.Subject.UnknownField(Excerpt.Of(entry.Key), i);
                if ((unknown ??= []).Add(entry.Key))
                    ReportUnknown(entry, path, context);
                else
                    ReportRepeated(entry, path, context);
                continue;
            }

            if (isSeen[index])
                ReportRepeated(entry, value.Subject.Field(entry.Key), context);
            else if (entry.Value is not ScalarNode { Kind: ScalarKind.Null })
                states[index] = _fields[index].Read(entry.Value, value.Subject.Field(entry.Key), context, value);
            isSeen[index] = true;
        }
    }

    private static void ReportRepeated(MappingEntry entry, Subject path, ReadContext context) =>
        context.Report(RuleCatalog.YamlSyntax, path, context.Locate(entry.Line, entry.Column), $"The key '{Excerpt.Of(entry.Key)}' stands here a second time; the first one counts.", "remove one of the two");

    private void ReportUnknown(MappingEntry entry, Subject path, ReadContext context)
    {
        var nearest = Nearest.Of(entry.Key, FieldNames);
        var hint = nearest is null ? $"the fields of {name} are {string.Join(", ", FieldNames)}" : $"did you mean '{nearest}'?";
        context.Report(RuleCatalog.UnknownField, path, context.Locate(entry.Line, entry.Column), $"'{Excerpt.Of(entry.Key)}' is not a field of {name}.", hint);
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private abstract class FieldShape(string name, string about)
    {
        public string Name { get; } = name;

        public string About { get; } = about;

        public abstract FieldState Read(Node node, Subject subject, ReadContext context, T target);

        public abstract JsonObject Schema(SchemaDefinitions definitions);
    }

    private sealed class FieldShape<TValue>(string name, string about, FieldType<TValue> type, Action<T, Field<TValue>> set) : FieldShape(name, about)
    {
        public override FieldState Read(Node node, Subject subject, ReadContext context, T target)
        {
            var state = type.Read(node, subject, context, out var value);
            set(target, new(state, value, subject, context.Locate(node)));
            return state;
        }

        public override JsonObject Schema(SchemaDefinitions definitions) => type.Schema(definitions);
    }

    private sealed class ConstantShape(string name, string word, string about) : FieldShape(name, about)
    {
        public override FieldState Read(Node node, Subject subject, ReadContext context, T target) => FieldState.Valid;

        public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["const"] = word };
    }
}
