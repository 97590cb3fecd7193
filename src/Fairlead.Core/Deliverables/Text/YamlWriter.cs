using System.Globalization;
using System.Text;

namespace Fairlead.Core.Deliverables.Text;

/// <summary>Block YAML. Keys are ours and plain; every string value is quoted, so that "1.30", "no" and "0644" stay strings.</summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public YamlWriter Comment(int depth, string line) => Line(depth, "# " + line);

    public YamlWriter Document()
    {
        _text.Append("---\n");
        return this;
    }

    /// <summary>A key that opens a map or list; what is inside is written deeper.</summary>
    public YamlWriter Open(int depth, string key) => Line(depth, $"{key}:");

    public YamlWriter Set(int depth, string key, string value) => Line(depth, $"{key}: {Quoted(value)}");

    public YamlWriter Set(int depth, string key, long value) => Line(depth, string.Create(CultureInfo.InvariantCulture, $"{key}: {value}"));

    public YamlWriter Set(int depth, string key, bool value) => Line(depth, $"{key}: {(value ? "true" : "false")}");

    /// <summary>The first key of an item of a list; the others follow one deeper.</summary>
    public YamlWriter Item(int depth, string key, string value) => Line(depth, $"- {key}: {Quoted(value)}");

    public YamlWriter Items(int depth, string key, IEnumerable<string> values)
    {
        Open(depth, key);
        foreach (var value in values)
            Line(depth, $"- {Quoted(value)}");
        return this;
    }

    /// <summary>Lines as they are. They begin without a space, and none holds what YAML has no way to print.</summary>
    public YamlWriter Block(int depth, string key, string lines)
    {
        Line(depth, $"{key}: |");
        foreach (var line in lines.TrimEnd('\n').Split('\n'))
            Line(depth + 1, line);
        return this;
    }

    private YamlWriter Line(int depth, string line)
    {
        _text.Append(' ', depth * 2).Append(line).Append('\n');
        return this;
    }

    private static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c is < ' ' or (>= '\u007F' and < '\u00A0') or '\u2028' or '\u2029' or '\uFEFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
