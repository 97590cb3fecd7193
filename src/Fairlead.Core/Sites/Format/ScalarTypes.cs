using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>Text that is not empty. A number or a truth value needs quotes to be text, as in any YAML.</summary>
internal sealed class TextType : FieldType<string>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out string? value)
    {
        value = null;
        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar)
        {
            context.ReportWrongType(subject, node, "text", node is ScalarNode ? "put it in quotes" : null);
            return FieldState.Invalid;
        }

        if (string.IsNullOrWhiteSpace(scalar.Text))
        {
            context.Report(RuleCatalog.MissingOrWrongType, subject, node, $"{subject} is empty.", "write a value, or leave the field out");
            return FieldState.Invalid;
        }

        if (!scalar.IsOneLine)
        {
            context.ReportNotOneLine(subject, scalar);
            return FieldState.Invalid;
        }

        value = scalar.Text;
        return FieldState.Valid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["minLength"] = 1 };
}

/// <summary>What somebody tells the next reader; it may be a block of several lines, which become one.</summary>
internal sealed class ProseType : FieldType<string>
{
    private readonly TextType _text = new();

    public override FieldState Read(Node node, Subject subject, ReadContext context, out string? value)
    {
        var oneLine = node is ScalarNode { IsOneLine: false } scalar ? scalar with { Text = string.Join(' ', scalar.Text.Split(['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)) } : node;
        return _text.Read(oneLine, subject, context, out value);
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => _text.Schema(definitions);
}

/// <summary>A version, taken as the text that is written: <c>1.30</c> is not 1.3.</summary>
internal sealed class VersionType : FieldType<string>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out string? value)
    {
        value = (node as ScalarNode)?.Text;
        if (node is ScalarNode { Kind: ScalarKind.Text or ScalarKind.Number or ScalarKind.WholeNumber, IsOneLine: true } && !string.IsNullOrWhiteSpace(value))
            return FieldState.Valid;
        context.ReportWrongType(subject, node, "a version such as 1.28.5");
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = new JsonArray("string", "number"), ["minLength"] = 1 };
}

/// <summary>One word of a fixed list.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : FieldType<T>
    where T : struct
{
    private string Words => string.Join(" or ", choices.Select(choice => choice.Word));

    public override FieldState Read(Node node, Subject subject, ReadContext context, out T value)
    {
        value = default;
        var text = (node as ScalarNode)?.Text;
        foreach (var choice in choices)
        {
            if (choice.Word != text)
                continue;
            value = choice.Value;
            return FieldState.Valid;
        }

        var nearest = text is null ? null : Nearest.Of(text, choices.Select(choice => choice.Word));
        context.ReportWrongType(subject, node, Words, nearest is null ? null : $"did you mean {nearest}?");
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Word)]) };
}

/// <summary>A whole number in decimal, between two bounds (both allowed).</summary>
internal sealed class WholeNumberType<T>(long least, long most) : FieldType<T>
    where T : struct, IConvertible
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out T value)
    {
        value = default;
        if (node is ScalarNode { Kind: ScalarKind.WholeNumber } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            value = (T)Convert.ChangeType(number, typeof(T), CultureInfo.InvariantCulture);
            return FieldState.Valid;
        }

        var isQuoted = node is ScalarNode { Kind: ScalarKind.Text } text && CoreSchema.Resolve(text.Text) == ScalarKind.WholeNumber;
        var expected = most >= int.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most}";
        context.ReportWrongType(subject, node, expected, isQuoted ? "write it without quotes" : null);
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
}

/// <summary>A whole number with its unit: <c>90s</c>, <c>10m</c>, <c>8h</c>, <c>2d</c>.</summary>
internal sealed class DurationType : FieldType<TimeSpan>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out TimeSpan value)
    {
        value = default;
        if (node is ScalarNode scalar && Duration.TryParse(scalar.Text, out value))
            return FieldState.Valid;
        var isBare = node is ScalarNode { Kind: ScalarKind.WholeNumber };
        context.ReportWrongType(subject, node, "a duration such as 90s, 10m, 8h or 2d", isBare ? "add the unit: s, m, h or d" : null);
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        definitions.Reference("duration", () => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+[smhd]$" });
}

/// <summary>A day, <c>2027-03-31</c>.</summary>
internal sealed class DayType : FieldType<DateOnly>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out DateOnly value)
    {
        value = default;
        if (node is ScalarNode scalar && DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
            return FieldState.Valid;
        context.ReportWrongType(subject, node, "a day such as 2027-03-31");
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "string", ["format"] = "date" };
}

/// <summary>Strict address text: an address, a prefix or a range.</summary>
internal sealed class AddressTextType<T>(string name, string example, AddressTextType<T>.Parser parse, string pattern) : FieldType<T>
    where T : struct
{
    public delegate bool Parser(ReadOnlySpan<char> text, out T value, out AddressError error);

    public override FieldState Read(Node node, Subject subject, ReadContext context, out T value)
    {
        value = default;
        if (node is not ScalarNode scalar)
        {
            context.ReportWrongType(subject, node, $"{name} such as {example}");
            return FieldState.Invalid;
        }

        if (parse(scalar.Text, out value, out var error))
            return FieldState.Valid;
        context.Report(RuleCatalog.InvalidAddress, subject, node, $"{subject} is not {name}: {error.Message}", error.Hint);
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        definitions.Reference(name.Split(' ')[^1], () => new JsonObject { ["type"] = "string", ["pattern"] = pattern, ["examples"] = new JsonArray(example) });
}

/// <summary>The name of a profile; an unknown one is an unsupported version, not a wrong type.</summary>
internal sealed class ProfileType : FieldType<string>
{
    private static IEnumerable<string> Names => Profile.All.Select(profile => profile.Name);

    public override FieldState Read(Node node, Subject subject, ReadContext context, out string? value)
    {
        value = (node as ScalarNode)?.Text;
        if (node is not ScalarNode || string.IsNullOrWhiteSpace(value))
        {
            context.ReportWrongType(subject, node, $"a profile: {string.Join(", ", Names)}");
            return FieldState.Invalid;
        }

        if (Profile.TryGet(value, out _))
            return FieldState.Valid;
        var nearest = Nearest.Of(value, Names);
        context.Report(RuleCatalog.UnsupportedVersion, subject, node, $"There is no profile '{Excerpt.Of(value)}'; the document is left out.", nearest is null ? $"profiles are {string.Join(", ", Names)}" : $"did you mean {nearest}?");
        return FieldState.Invalid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. Names.Select(name => (JsonNode)name)]) };
}

/// <summary>One entry of a proxy exception list, taken as it stands: a rule judges spaces and empty entries.</summary>
internal sealed class NoProxyItemType : FieldType<string>
{
    public override FieldState Read(Node node, Subject subject, ReadContext context, out string? value)
    {
        value = null;
        if (node is not ScalarNode scalar)
        {
            context.ReportWrongType(subject, node, "text such as .contoso.com or 10.0.0.0/8");
            return FieldState.Invalid;
        }

        if (!scalar.IsOneLine)
        {
            context.ReportNotOneLine(subject, scalar);
            return FieldState.Invalid;
        }

        value = scalar.Text;
        return FieldState.Valid;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string" };
}
