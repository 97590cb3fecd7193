using System.Xml.Linq;

namespace Fairlead.Connectors.VSphere;

/// <summary>A managed object and those of its properties that were asked for.</summary>
internal sealed class VimObject(VimReference reference)
{
    public VimReference Reference { get; } = reference;

    /// <summary>By path, as in <c>runtime.powerState</c>. What is unset in vCenter is not among them.</summary>
    public Dictionary<string, XElement> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths that this user may not read, or that this vCenter does not have, with the fault's name.</summary>
    public Dictionary<string, string> Missing { get; } = new(StringComparer.Ordinal);

    public string? this[string path] => Properties.TryGetValue(path, out var value) ? value.Value : null;

    /// <summary>What vCenter keeps of a name: it writes <c>/</c>, <c>\</c> and <c>%</c> of names as <c>%2f</c>, <c>%5c</c> and <c>%25</c>.</summary>
    public string Name => (this["name"] ?? Reference.Id).Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace("%5c", "\\", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);

    public VimReference? Parent => VimReference.Of(Properties.GetValueOrDefault("parent"));

    /// <summary>The elements of a list; none where it is unset.</summary>
    public IEnumerable<XElement> Items(string path) => Properties.TryGetValue(path, out var list) ? list.Elements() : [];
}
