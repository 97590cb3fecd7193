using System.Globalization;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>A value of a template after its expressions. Immutable.</summary>
/// <param name="Where">File and line that it comes from.</param>
internal abstract record ArmValue(string Where)
{
    /// <summary>A scalar as <c>string()</c> writes it; null for lists, objects and what is not known.</summary>
    public string? AsText => this switch
    {
        ArmText text => text.Value,
        ArmNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        ArmTruth truth => truth.Value ? "True" : "False",
        _ => null,
    };

    /// <summary>Whether two values are the same to <c>equals()</c>, wherever they stand; text counts with its case.</summary>
    public bool IsSameAs(ArmValue other) => (this, other) switch
    {
        (ArmText one, ArmText two) => one.Value == two.Value,
        (ArmNumber one, ArmNumber two) => one.Value == two.Value,
        (ArmTruth one, ArmTruth two) => one.Value == two.Value,
        (ArmNull, ArmNull) => true,
        (ArmList one, ArmList two) => one.Items.Count == two.Items.Count && one.Items.Zip(two.Items).All(pair => pair.First.IsSameAs(pair.Second)),
        (ArmObject one, ArmObject two) => one.Fields.Count == two.Fields.Count && one.Fields.All(field => two[field.Key] is { } value && field.Value.IsSameAs(value)),
        _ => false,
    };
}

internal sealed record ArmText(string Value, string Where) : ArmValue(Where);

internal sealed record ArmNumber(long Value, string Where) : ArmValue(Where);

internal sealed record ArmTruth(bool Value, string Where) : ArmValue(Where);

internal sealed record ArmNull(string Where) : ArmValue(Where);

internal sealed record ArmList(IReadOnlyList<ArmValue> Items, string Where) : ArmValue(Where);

/// <param name="Fields">In their order; names count without case, as Azure reads them.</param>
internal sealed record ArmObject(IReadOnlyList<KeyValuePair<string, ArmValue>> Fields, string Where) : ArmValue(Where)
{
    /// <summary>The last of a name counts, as in JSON.</summary>
    public ArmValue? this[string name]
    {
        get
        {
            for (var i = Fields.Count - 1; i >= 0; i--)
            {
                if (Fields[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return Fields[i].Value;
            }

            return null;
        }
    }
}

/// <summary>What can't be known from the template alone. Whatever is made of it is unknown too.</summary>
/// <param name="Reason">Goes on after the path of the value: <c>it calls reference(), which …</c></param>
internal sealed record ArmUnknown(string Reason, string Where) : ArmValue(Where);
