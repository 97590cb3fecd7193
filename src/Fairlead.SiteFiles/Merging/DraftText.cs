using System.Buffers;
using System.Text;
using Fairlead.Core.Importing;

namespace Fairlead.SiteFiles.Merging;

/// <summary>Parts of a draft as text: lines of YAML, each with the source of its value behind it, or one piece of flow that JSON has too.</summary>
internal sealed class DraftText(string newLine, bool isJson)
{
    private const int Step = 2;

    private static readonly SearchValues<char> s_quotedInFlow = SearchValues.Create(" :()+=@");

    /// <summary>Fields of a mapping, as lines.</summary>
    public string Fields(IEnumerable<KeyValuePair<string, DraftNode>> fields, int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in fields)
        {
            if (indent == 0 && value is not DraftScalar)
                text.Append(newLine);
            Field(text, key, value, indent);
        }

        return text.ToString();
    }

    /// <summary>Items of a list of mappings, as lines.</summary>
    public string Items(IEnumerable<DraftMapping> items, int indent)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            if (item.Comment is { Length: > 0 } comment)
                Line(text, indent, "# " + YamlScalar.Comment(comment));
            var fields = Fields(item.Fields, indent + Step);
            text.Append(' ', indent).Append("- ").Append(fields.AsSpan(indent + Step));
        }

        return text.ToString();
    }

    /// <summary>Items of a list of scalars, as lines.</summary>
    public string Values(IEnumerable<Drafted> values, int indent)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            Line(text, indent, "- " + YamlScalar.Of(value.Text), value.From);
        return text.ToString();
    }

    public string Flow(DraftNode node) => node switch
    {
        DraftScalar scalar => Flow(scalar.Value.Text, scalar.IsNumber),
        DraftValues { IsOneOrMore: true, Values: [var one] } => Flow(one.Text, isNumber: false),
        DraftValues values => $"[{string.Join(", ", values.Values.Select(value => Flow(value.Text, isNumber: false)))}]",
        DraftItems items => $"[{string.Join(", ", items.Items.Select(Flow))}]",
        DraftMapping mapping => $"{{{string.Join(", ", mapping.Fields.Select(field => $"{Key(field.Key)}: {Flow(field.Value)}"))}}}",
        _ => "null",
    };

    public string Key(string key) => isJson ? $"\"{key}\"" : key;

    public string Flow(string text, bool isNumber)
    {
        if (isNumber)
            return text;
        var plain = YamlScalar.Of(text);
        // Inside brackets a colon may end a plain text.
        return plain.StartsWith('"') || (!isJson && !plain.AsSpan().ContainsAny(s_quotedInFlow)) ? plain : $"\"{text}\"";
    }

    private void Field(StringBuilder text, string key, DraftNode value, int indent)
    {
        switch (value)
        {
            case DraftScalar scalar:
                Line(text, indent, $"{key}: {(scalar.IsNumber ? scalar.Value.Text : YamlScalar.Of(scalar.Value.Text))}", scalar.Value.From);
                break;
            case DraftValues { IsOneOrMore: true, Values: [var one] }:
                Line(text, indent, $"{key}: {YamlScalar.Of(one.Text)}", one.From);
                break;
            case DraftValues values:
                Line(text, indent, key + ":");
                text.Append(Values(values.Values, indent + Step));
                break;
            case DraftItems items:
                Line(text, indent, key + ":");
                text.Append(Items(items.Items, indent + Step));
                break;
            case DraftMapping mapping:
                Line(text, indent, key + ":");
                text.Append(Fields(mapping.Fields, indent + Step));
                break;
        }
    }

    private void Line(StringBuilder text, int indent, string line, string? from = null)
    {
        text.Append(' ', indent).Append(line);
        if (from is not null)
            text.Append("  # ").Append(YamlScalar.Comment(from));
        text.Append(newLine);
    }
}
