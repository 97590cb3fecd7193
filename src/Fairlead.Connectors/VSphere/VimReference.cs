using System.Xml.Linq;

namespace Fairlead.Connectors.VSphere;

/// <summary>What vSphere's API calls a managed object reference: <c>VirtualMachine</c> and <c>vm-12</c>. The id alone is unique within one vCenter.</summary>
internal sealed record VimReference(string Type, string Id)
{
    /// <summary>Of an element such as <c>&lt;parent type="Folder"&gt;group-d1&lt;/parent&gt;</c>; null where there is none.</summary>
    public static VimReference? Of(XElement? element) => element?.Attribute("type")?.Value is { Length: > 0 } type && element.Value.Length > 0 ? new(type, element.Value) : null;

    public XElement ToElement(string name) => new(VimXml.Vim + name, new XAttribute("type", Type), Id);
}
