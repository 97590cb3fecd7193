using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>Typed values of a resource's properties. What is unknown, or not of its type, is a note with its path.</summary>
internal sealed class ArmReading(ArmResource resource, List<ObservationNote> notes)
{
    public ArmResource Resource => resource;

    public Declared<string>? Text(string path) => Read(path, "text", (ArmValue value, out string text) => (text = (value as ArmText)?.Value ?? "").Length > 0 && !text.Any(char.IsControl));

    public Declared<int>? Number(string path) => Read(path, "a whole number", (ArmValue value, out int number) =>
    {
        number = value is ArmNumber { Value: >= 0 and <= int.MaxValue } whole ? (int)whole.Value : 0;
        return value is ArmNumber { Value: >= 0 and <= int.MaxValue } || (value is ArmText text && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    });

    public Declared<bool>? Truth(string path) => Read(path, "true or false", (ArmValue value, out bool truth) =>
    {
        truth = value is ArmTruth { Value: true };
        return value is ArmTruth;
    });

    public Declared<IpAddr>? Address(string path) => Read<IpAddr>(path, "an address", ToAddress);

    public Declared<IpPrefix>? Prefix(string path) => Read<IpPrefix>(path, "a prefix", ToPrefix);

    public IReadOnlyList<Declared<IpAddr>> Addresses(string path) => Each<IpAddr>(path, "an address", ToAddress);

    public IReadOnlyList<Declared<IpPrefix>> Prefixes(string path) => Each<IpPrefix>(path, "a prefix", ToPrefix);

    public IReadOnlyList<Declared<string>> Texts(string path) => Each(path, "text", (ArmValue value, out string text) => (text = (value as ArmText)?.Value ?? "").Length > 0);

    /// <summary>How many a list has; 0 for none, and for what is no list.</summary>
    public int Count(string path)
    {
        switch (At(path))
        {
            case null or ArmNull: return 0;
            case ArmList list: return list.Items.Count;
            case ArmUnknown unknown: Note(path, unknown.Where, unknown.Reason); return 0;
            case { } other: Note(path, other.Where, "it is no list"); return 0;
        }
    }

    /// <summary>A range from two fields.</summary>
    public Declared<IpRange>? Range(string first, string last)
    {
        if (Address(first) is not { } from || Address(last) is not { } to)
            return null;
        if (from.Value.Family == to.Value.Family && from.Value <= to.Value)
            return new(IpRange.Of(from.Value, to.Value), from.Where);
        Note(first, from.Where, $"the range {from.Value} to {to.Value} is none");
        return null;
    }

    public bool Has(string path) => At(path) is not (null or ArmNull);

    public void Note(string path, string where, string reason) => notes.Add(new(where, $"{resource.Path}.{path} is left out: {reason}."));

    private delegate bool Converter<T>(ArmValue value, out T converted);

    private static bool ToAddress(ArmValue value, out IpAddr address) => IpAddr.TryParse((value as ArmText)?.Value.Trim() ?? "", out address, out _);

    /// <summary>Azure takes a prefix with host bits, and means the network.</summary>
    private static bool ToPrefix(ArmValue value, out IpPrefix prefix)
    {
        prefix = default;
        var text = (value as ArmText)?.Value.Trim() ?? "";
        if (IpPrefix.TryParse(text, out prefix, out _))
            return true;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IpAddr.TryParse(text.AsSpan(0, slash), out var address, out _) || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > (address.IsV4 ? 32 : 128))
            return false;
        prefix = IpPrefix.Of(address, length);
        return true;
    }

    private Declared<T>? Read<T>(string path, string what, Converter<T> convert)
    {
        switch (At(path))
        {
            case null or ArmNull:
            case ArmText { Value: "" }:
                return null;
            case ArmUnknown unknown:
                Note(path, unknown.Where, unknown.Reason);
                return null;
            case { } value when convert(value, out var converted):
                return new(converted, value.Where);
            case { } value:
                Note(path, value.Where, $"{(value.AsText is { } text ? $"'{Excerpt.Of(text)}'" : "it")} is not {what}");
                return null;
        }
    }

    private List<Declared<T>> Each<T>(string path, string what, Converter<T> convert)
    {
        var all = new List<Declared<T>>();
        for (var (i, count) = (0, Count(path)); i < count; i++)
        {
            if (Read(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), what, convert) is { } value)
                all.Add(value);
        }

        return all;
    }

    /// <summary>Follows names and indices: <c>properties.subnets[0].name</c>.</summary>
    private ArmValue? At(string path)
    {
        ArmValue? value = resource.Body;
        foreach (var step in path.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            value = value is ArmObject thing ? thing[bracket < 0 ? step : step[..bracket]] : value is ArmUnknown ? value : null;
            if (bracket >= 0)
                value = value is ArmList list && int.Parse(step.AsSpan(bracket + 1, step.Length - bracket - 2), CultureInfo.InvariantCulture) is var i && i < list.Items.Count ? list.Items[i] : value as ArmUnknown;
        }

        return value;
    }
}
