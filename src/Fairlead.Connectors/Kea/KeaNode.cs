using Fairlead.Core.Addressing;

namespace Fairlead.Connectors.Kea;

/// <summary>A value of a Kea configuration and the place where it stands.</summary>
/// <param name="Where">File and line; in an answer of a server the path of the value.</param>
internal abstract record KeaNode(string Where)
{
    public string? Text => (this as KeaScalar)?.Value;

    /// <summary>The member of an object; null where there is none, or this is no object.</summary>
    public KeaNode? this[string name] => this is KeaObject map ? map.Members.GetValueOrDefault(name) : null;

    /// <summary>The items of a list; none where it is something else.</summary>
    public IEnumerable<KeaNode> Items => this is KeaList list ? list.Values : [];

    public long? Number => long.TryParse(Text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public MacAddress? Mac => MacAddress.TryParse(Text, out var mac) ? mac : null;
}

internal sealed record KeaObject(string Where, Dictionary<string, KeaNode> Members) : KeaNode(Where);

internal sealed record KeaList(string Where, List<KeaNode> Values) : KeaNode(Where);

/// <param name="Value">Text, number or word as written; null for null.</param>
internal sealed record KeaScalar(string Where, string? Value) : KeaNode(Where);
