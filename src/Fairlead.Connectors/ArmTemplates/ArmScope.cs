using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>What an expression of one template may name: its parameters and variables, the loop it stands in, the resource group as far as the user said.</summary>
internal sealed class ArmScope(ArmWork work, MappingNode template, string file)
{
    private readonly Dictionary<string, ArmValue> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ArmValue?> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loops around the place, the nearest last; the name of a loop may be empty.</summary>
    private readonly List<(string Name, int Index)> _loops = [];

    public ArmWork Work => work;

    public string File => file;

    /// <summary>Null: not said.</summary>
    public string? Location { get; init; }

    /// <summary>Values from parameter files, or from a deployment around this one. They win over defaults.</summary>
    public void Give(string name, ArmValue value) => _given[name] = value;

    public string WhereOf(Node node) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}:{node.Line}");

    public ArmValue Parameter(string name, string where)
    {
        if (_given.TryGetValue(name, out var given))
            return given;
        return Remembered("p:" + name, where, $"parameter '{name}' is made of itself", () => Child(Child(template, "parameters"), name) is not MappingNode parameter
            ? new ArmUnknown($"it needs the parameter '{Excerpt.Of(name)}', which the template does not declare", where)
            : Child(parameter, "defaultValue") is { } value
                ? Evaluate(value)
                : new ArmUnknown($"it needs the parameter '{Excerpt.Of(name)}', which has no value: name a parameter file with parameters=FILE", where));
    }

    public ArmValue Variable(string name, string where)
    {
        var variables = Child(template, "variables") as MappingNode;
        return Remembered("v:" + name, where, $"variable '{name}' is made of itself", () =>
        {
            if (Child(variables, name) is { } value)
                return Evaluate(value);
            var copy = (Child(variables, "copy") as ListNode)?.Items.OfType<MappingNode>().FirstOrDefault(each => Child(each, "name") is ScalarNode text && text.Text.Equals(name, StringComparison.OrdinalIgnoreCase));
            return copy is null ? new ArmUnknown($"it needs the variable '{Excerpt.Of(name)}', which the template does not have", where) : Looped(copy, "input", name);
        });
    }

    /// <summary>The index of a loop: the nearest one without a name.</summary>
    public int? LoopIndex(string? name)
    {
        for (var i = _loops.Count - 1; i >= 0; i--)
        {
            if (name is null || _loops[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return _loops[i].Index;
        }

        return null;
    }

    public T InLoop<T>(string name, int index, Func<T> body)
    {
        _loops.Add((name, index));
        try
        {
            return body();
        }
        finally
        {
            _loops.RemoveAt(_loops.Count - 1);
        }
    }

    /// <summary>A node with every expression in it evaluated.</summary>
    public ArmValue Evaluate(Node node)
    {
        var where = WhereOf(node);
        if (!work.Enter())
            return new ArmUnknown(ArmWork.TooMuch, where);
        try
        {
            return node switch
            {
                ScalarNode scalar => OfScalar(scalar, where),
                ListNode list => new ArmList([.. list.Items.Select(Evaluate)], where),
                MappingNode mapping => OfMapping(mapping, where),
                _ => new ArmNull(where),
            };
        }
        finally
        {
            work.Leave();
        }
    }

    /// <summary>Literal values of a parameter file: nothing in them is an expression.</summary>
    public static ArmValue Literal(Node node, string file)
    {
        var where = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}:{node.Line}");
        return node switch
        {
            ScalarNode scalar => OfPlain(scalar, where),
            ListNode list => new ArmList([.. list.Items.Select(item => Literal(item, file))], where),
            MappingNode mapping => new ArmObject([.. mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Literal(entry.Value, file)))], where),
            _ => new ArmNull(where),
        };
    }

    public static Node? Child(Node? node, string name)
    {
        if (node is not MappingNode mapping)
            return null;
        for (var i = mapping.Entries.Count - 1; i >= 0; i--)
        {
            if (mapping.Entries[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return mapping.Entries[i].Value;
        }

        return null;
    }

    /// <summary>How often a loop runs; null where that is not known, or more than a deployment may have.</summary>
    public int? CountOf(MappingNode copy) =>
        Child(copy, "count") is { } count && Evaluate(count) is ArmNumber { Value: >= 0 and <= ArmWork.MostCopies } number ? (int)number.Value : null;

    private static ArmValue OfPlain(ScalarNode scalar, string where) => scalar.Kind switch
    {
        ScalarKind.Text => new ArmText(scalar.Text, where),
        ScalarKind.Boolean => new ArmTruth(scalar.Text == "true", where),
        ScalarKind.WholeNumber when long.TryParse(scalar.Text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) => new ArmNumber(number, where),
        ScalarKind.Null => new ArmNull(where),
        _ => new ArmText(scalar.Text, where),
    };

    private ArmValue OfScalar(ScalarNode scalar, string where)
    {
        if (scalar.Kind != ScalarKind.Text)
            return OfPlain(scalar, where);
        if (!ArmExpression.IsOne(scalar.Text))
            return new ArmText(scalar.Text.StartsWith("[[", StringComparison.Ordinal) ? scalar.Text[1..] : scalar.Text, where);
        return ArmExpression.Parse(scalar.Text, out var fault) is { } expression
            ? ArmFunctions.Evaluate(expression, this, where)
            : new ArmUnknown($"its expression can't be read: {fault}", where);
    }

    private ArmObject OfMapping(MappingNode mapping, string where)
    {
        var fields = new List<KeyValuePair<string, ArmValue>>();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key.Equals("copy", StringComparison.OrdinalIgnoreCase) && entry.Value is ListNode copies && copies.Items.All(item => Child(item, "input") is not null))
            {
                foreach (var copy in copies.Items.OfType<MappingNode>())
                {
                    if (Child(copy, "name") is ScalarNode name)
                        fields.Add(new(name.Text, Looped(copy, "input", name.Text)));
                }
            }
            else
            {
                fields.Add(new(entry.Key, Evaluate(entry.Value)));
            }
        }

        return new(fields, where);
    }

    private ArmValue Looped(MappingNode copy, string field, string name)
    {
        var where = WhereOf(copy);
        if (Child(copy, field) is not { } input || CountOf(copy) is not { } count)
            return new ArmUnknown($"its copy loop '{Excerpt.Of(name)}' has no count that can be known", where);
        var items = new List<ArmValue>();
        for (var i = 0; i < count; i++)
            items.Add(InLoop(name, i, () => Evaluate(input)));
        return new ArmList(items, where);
    }

    private ArmValue Remembered(string key, string where, string circle, Func<ArmValue> make)
    {
        if (_known.TryGetValue(key, out var known))
            return known ?? new ArmUnknown(circle, where);
        _known[key] = null; // who asks now goes in a circle
        var value = make();
        _known[key] = value;
        return value;
    }
}
