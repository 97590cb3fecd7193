using System.Text;
using System.Xml;
using System.Xml.Linq;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>The XML of vSphere's SOAP API (vim25), both ways. Answers are read as a stream: of a VM's devices, network adapters alone are kept.</summary>
internal static class VimXml
{
    public static readonly XNamespace Vim = "urn:vim25";

    private static readonly XNamespace s_envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace s_instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>A list as long as a machine's hardware, of which few items matter.</summary>
    private const string Devices = "config.hardware.device";

    public static byte[] Request(XElement call)
    {
        using var text = new MemoryStream();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
            new XElement(s_envelope + "Envelope", new XAttribute(XNamespace.Xmlns + "soapenv", s_envelope.NamespaceName), new XAttribute(XNamespace.Xmlns + "xsi", s_instance.NamespaceName), new XElement(s_envelope + "Body", call)).WriteTo(writer);
        return text.ToArray();
    }

    /// <param name="type">The value's own type where the schema names only a base of it.</param>
    public static XAttribute TypeIs(string type) => new(s_instance + "type", type);

    public static string? TypeOf(XElement element) => element.Attribute(s_instance + "type")?.Value is { } type ? WithoutPrefix(type) : null;

    /// <summary>The child of a value, whatever its namespace.</summary>
    public static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) => element?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    /// <summary>The element inside the body: an answer or a fault.</summary>
    /// <exception cref="SourceFailureException">It is no SOAP envelope.</exception>
    public static XElement Body(string operation, byte[] answer) => Guarded(operation, answer, reader =>
    {
        MoveToBody(reader);
        return (XElement)XNode.ReadFrom(reader);
    });

    /// <summary>What RetrievePropertiesEx and ContinueRetrievePropertiesEx answer.</summary>
    /// <exception cref="SourceFailureException">It is no such answer.</exception>
    public static VimPage Page(string operation, byte[] answer) => Guarded(operation, answer, reader =>
    {
        MoveToBody(reader);
        var objects = new List<VimObject>();
        string? token = null;
        foreach (var _ in ChildrenOf(reader)) // returnval
        {
            foreach (var part in ChildrenOf(reader))
            {
                if (part == "token")
                    token = reader.ReadElementContentAsString();
                else if (part == "objects")
                    objects.Add(ReadObject(reader));
                else
                    reader.Skip();
            }
        }

        return new VimPage(objects, token);
    });

    /// <summary>What WaitForUpdatesEx answers; null: nothing changed while it waited.</summary>
    /// <exception cref="SourceFailureException">It is no such answer.</exception>
    public static VimUpdates? Updates(string operation, byte[] answer) => Guarded(operation, answer, reader =>
    {
        MoveToBody(reader);
        VimUpdates? updates = null;
        foreach (var _ in ChildrenOf(reader)) // returnval
        {
            var (version, isTruncated, changes) = ("", false, new List<VimUpdate>());
            foreach (var part in ChildrenOf(reader))
            {
                if (part == "version")
                    version = reader.ReadElementContentAsString();
                else if (part == "truncated")
                    isTruncated = reader.ReadElementContentAsString() is "true" or "1";
                else if (part == "filterSet")
                    ReadFilter(reader, changes);
                else
                    reader.Skip();
            }

            updates = new VimUpdates(version, isTruncated, changes);
        }

        return updates;
    });

    private static void ReadFilter(XmlReader reader, List<VimUpdate> changes)
    {
        foreach (var part in ChildrenOf(reader))
        {
            if (part == "objectSet")
                changes.Add(ReadUpdate(reader));
            else
                reader.Skip();
        }
    }

    private static VimUpdate ReadUpdate(XmlReader reader)
    {
        var (kind, reference) = ("", default(VimReference));
        var content = new VimObject(new VimReference("", ""));
        var unset = new List<string>();
        foreach (var part in ChildrenOf(reader))
        {
            if (part == "kind")
                kind = reader.ReadElementContentAsString();
            else if (part == "obj")
                reference = VimReference.Of((XElement)XNode.ReadFrom(reader));
            else if (part == "changeSet")
                ReadProperty(reader, content, unset);
            else if (part == "missingSet")
                ReadMissing(reader, content);
            else
                reader.Skip();
        }

        return new VimUpdate(kind, reference ?? throw new XmlException("an update names no object."), content.Properties, content.Missing, unset);
    }

    private static VimObject ReadObject(XmlReader reader)
    {
        VimObject? read = null;
        foreach (var part in ChildrenOf(reader))
        {
            if (part == "obj")
                read = new VimObject(VimReference.Of((XElement)XNode.ReadFrom(reader)) ?? throw new XmlException("an object has no type or no id."));
            else if (part == "propSet")
                ReadProperty(reader, read ?? throw new XmlException("properties stand before their object."), []);
            else if (part == "missingSet")
                ReadMissing(reader, read ?? throw new XmlException("properties stand before their object."));
            else
                reader.Skip();
        }

        return read ?? throw new XmlException("an object names itself not.");
    }

    private static void ReadProperty(XmlReader reader, VimObject into, List<string> unset)
    {
        var (name, operation) = ("", "assign");
        XElement? value = null;
        foreach (var part in ChildrenOf(reader))
        {
            if (part == "name")
                name = reader.ReadElementContentAsString();
            else if (part == "op")
                operation = reader.ReadElementContentAsString();
            else if (part == "val")
                value = name == Devices ? ReadAdapters(reader) : (XElement)XNode.ReadFrom(reader);
            else
                reader.Skip();
        }

        if (value is null || operation is "remove" or "indirectRemove")
            unset.Add(name);
        else
            into.Properties[name] = value;
    }

    private static XElement ReadAdapters(XmlReader reader)
    {
        var adapters = new XElement("val");
        foreach (var _ in ChildrenOf(reader))
        {
            if (reader.GetAttribute("type", s_instance.NamespaceName) is { } type && IsAdapter(WithoutPrefix(type)))
                adapters.Add(XNode.ReadFrom(reader));
            else
                reader.Skip();
        }

        return adapters;
    }

    /// <summary>Subtypes of VirtualEthernetCard: VirtualE1000, VirtualE1000e, VirtualPCNet32, VirtualSriovEthernetCard, VirtualVmxnet and its kin.</summary>
    private static bool IsAdapter(string type) =>
        type.EndsWith("EthernetCard", StringComparison.Ordinal) || type.StartsWith("VirtualVmxnet", StringComparison.Ordinal) || type.StartsWith("VirtualE1000", StringComparison.Ordinal) || type.StartsWith("VirtualPCNet", StringComparison.Ordinal);

    private static void ReadMissing(XmlReader reader, VimObject into)
    {
        var missing = (XElement)XNode.ReadFrom(reader);
        if (missing.Child("path")?.Value is { } path)
            into.Missing[path] = missing.Child("fault").Child("fault") is { } fault ? TypeOf(fault) ?? "unknown fault" : "unknown fault";
    }

    /// <summary>Goes through the elements inside the current one; whoever takes one must read or skip the whole of it. Ends behind the current one.</summary>
    private static IEnumerable<string> ChildrenOf(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            yield break;
        }

        reader.Read();
        while (reader.MoveToContent() == XmlNodeType.Element)
            yield return reader.LocalName;
        if (reader.NodeType != XmlNodeType.EndElement)
            throw new XmlException("text stands where an element should.");
        reader.Read();
    }

    private static void MoveToBody(XmlReader reader)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Envelope" || reader.NamespaceURI != s_envelope.NamespaceName)
            throw new XmlException("this is no SOAP envelope.");
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != 1)
                continue;
            if (reader.LocalName != "Body")
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.MoveToContent() == XmlNodeType.Element)
                return;
            break;
        }

        throw new XmlException("the SOAP envelope has nothing inside.");
    }

    private static string WithoutPrefix(string type) => type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static T Guarded<T>(string operation, byte[] answer, Func<XmlReader, T> read)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(answer, writable: false), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return read(reader);
        }
        catch (Exception exception) when (exception is XmlException or InvalidOperationException or FormatException)
        {
            throw new SourceFailureException(FailureReason.Malformed, $"what it answers to {operation} can't be read: {exception.Message}", "Look whether the address is vCenter's, and what stands between.", exception);
        }
    }
}

/// <param name="Token">For the next page; null: this is the last.</param>
internal sealed record VimPage(IReadOnlyList<VimObject> Objects, string? Token);

/// <param name="IsTruncated">More of the same version is ready to be fetched.</param>
internal sealed record VimUpdates(string Version, bool IsTruncated, IReadOnlyList<VimUpdate> Changes);

/// <param name="Kind"><c>enter</c>, <c>modify</c> or <c>leave</c>.</param>
/// <param name="Unset">Paths that have no value any more.</param>
internal sealed record VimUpdate(string Kind, VimReference Reference, IReadOnlyDictionary<string, XElement> Properties, IReadOnlyDictionary<string, string> Missing, IReadOnlyList<string> Unset);
