using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>A list of values, or a single value in its place; the single value bears the list's own path.</summary>
internal sealed class ListOf<T>(FieldType<T> item) : FieldType<IReadOnlyList<Located<T>>>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out IReadOnlyList<Located<T>>? value)
    {
        var entries = new List<Located<T>>();
        value = entries;
        if (node is not ListNode list)
            return ReadEntry(node, subject, context, entries);
        var state = FieldState.Valid;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (ReadEntry(list.Items[i], subject.At(i), context, entries) != FieldState.Valid)
                state = FieldState.Partial;
        }

        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["oneOf"] = new JsonArray(item.Schema(definitions), new JsonObject { ["type"] = "array", ["items"] = item.Schema(definitions) }),
    };

    private FieldState ReadEntry(Node node, Subject subject, ReadContext context, List<Located<T>> entries)
    {
        var state = item.Read(node, subject, context, out var value);
        if (state == FieldState.Valid)
            entries.Add(new(value!, subject, context.Locate(node)));
        return state;
    }
}

/// <summary>One value, or a list with at most one of each family; of two the first lives on.</summary>
internal sealed class PerFamily<T>(FieldType<T> item, string what, Func<T, IpFamily> family) : FieldType<IReadOnlyList<Located<T>>>
{
    private readonly ListOf<T> _list = new(item);

    public override FieldState Read(Node node, Subject subject, ReadContext context, out IReadOnlyList<Located<T>>? value)
    {
        var state = _list.Read(node, subject, context, out var all);
        var kept = new List<Located<T>>();
        foreach (var entry in all!)
        {
            if (kept.Exists(earlier => family(earlier.Value) == family(entry.Value)))
            {
                var name = family(entry.Value) == IpFamily.V4 ? "IPv4" : "IPv6";
                context.Report(RuleCatalog.InvalidAddress, entry.Subject, entry.At, $"{entry.Subject} is a second {name} {what}; one per family is allowed.", $"keep one {name} {what}");
                state = FieldState.Partial;
                continue;
            }

            kept.Add(entry);
        }

        value = kept;
        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = _list.Schema(definitions);
        schema["oneOf"]![1]!["maxItems"] = 2;
        return schema;
    }
}

/// <summary>A list of nameless objects, or a single one in its place.</summary>
internal sealed class EntriesOf<T>(Shape<T> shape) : FieldType<IReadOnlyList<T>>
    where T : SpecObject, new()
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out IReadOnlyList<T>? value)
    {
        var entries = new List<T>();
        value = entries;
        if (node is not ListNode list)
        {
            if (shape.Read(node, subject, context, out var single) == FieldState.Invalid)
                return FieldState.Invalid;
            entries.Add(single!);
            return FieldState.Valid;
        }

        var state = FieldState.Valid;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (shape.Read(list.Items[i], subject.At(i), context, out var entry) == FieldState.Invalid)
                state = FieldState.Partial;
            else
                entries.Add(entry!);
        }

        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["oneOf"] = new JsonArray(shape.Schema(definitions), new JsonObject { ["type"] = "array", ["items"] = shape.Schema(definitions) }),
    };
}

/// <summary>A list of named things. Of two with one name the first lives on.</summary>
internal sealed class NamedListOf<T>(Shape<T> shape, string what, Func<T, Field<string>> name) : FieldType<IReadOnlyList<T>>
    where T : SpecObject, new()
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out IReadOnlyList<T>? value)
    {
        var things = new List<T>();
        value = things;
        if (node is not ListNode list)
        {
            context.ReportWrongType(subject, node, $"a list of {what}s", "begin each entry with '- name: …'");
            return FieldState.Invalid;
        }

        var state = FieldState.Valid;
        var names = new Dictionary<string, T>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var path = NameIn(item) is { } written ? subject.Named(written, i) : subject.At(i);
            if (shape.Read(item, path, context, out var thing) == FieldState.Invalid)
            {
                state = FieldState.Partial;
            }
            else if (name(thing!).TryGet(out var text) && !names.TryAdd(text, thing!))
            {
                context.ReportDuplicate(path, thing!.At, what, text, names[text].At);
                state = FieldState.Partial;
            }
            else
            {
                things.Add(thing!);
            }
        }

        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "array", ["items"] = shape.Schema(definitions) };

    private static string? NameIn(Node item) =>
        item is MappingNode mapping && mapping["name"] is ScalarNode { Kind: ScalarKind.Text, IsOneLine: true } scalar && !string.IsNullOrWhiteSpace(scalar.Text) ? scalar.Text : null;
}

internal static class DuplicateReport
{
    public static void ReportDuplicate(this ReadContext context, Subject subject, SourceLocation at, string what, string name, SourceLocation first) =>
        context.Report(RuleCatalog.DuplicateName, subject, at, $"There is already a {what} '{Excerpt.Of(name)}' at {first}; this one is left out.", $"rename one of the two {what}s, or remove it");
}
