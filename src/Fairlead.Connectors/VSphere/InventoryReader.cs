using System.Globalization;
using System.Xml.Linq;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>What is asked of vCenter's PropertyCollector, once or for good.</summary>
internal static class InventoryReader
{
    /// <summary>Objects of one page. A VM takes some 2 to 15 KiB of XML.</summary>
    private const int PageSize = 1000;

    /// <summary>9,500 VMs is what Arc-enabled vSphere takes, 45,000 what vCenter 8 does; pages without end come from something that is no vCenter.</summary>
    private const int MostPages = 10_000;

    /// <summary>By managed type. Every vCenter knows every path, or it would refuse the whole request: what came with a version is inside <c>config</c>.</summary>
    private static readonly (string Type, string[] Paths)[] s_asked =
    [
        ("Datacenter", ["name", "parent"]),
        ("Folder", ["name", "parent"]),
        ("ComputeResource", ["name", "parent"]),
        ("HostSystem", ["name", "parent", "runtime.connectionState", "config.network.vnic", "config.network.portgroup"]),
        ("Network", ["name", "parent", "host"]),
        ("DistributedVirtualPortgroup", ["name", "parent", "host", "config"]),
        ("OpaqueNetwork", ["name", "parent", "host", "summary"]),
        ("DistributedVirtualSwitch", ["name", "parent"]),
        ("VirtualMachine", ["name", "parent", "runtime.powerState", "runtime.host", "config.template", "config.hardware.device", "guest.net"]),
    ];

    /// <summary>
    /// Every object page by page: in ceil(objects / 1000) calls and four more, with login and logout. Logging out frees the view.
    /// </summary>
    /// <exception cref="SourceFailureException">vCenter does not give all of it.</exception>
    public static async Task<Inventory> ReadAsync(VimSession session, CancellationToken ct)
    {
        var inventory = new Inventory();
        var view = await CreateViewAsync(session, ct).ConfigureAwait(false);
        var method = "RetrievePropertiesEx";
        XElement[] arguments = [Specification("specSet", view), new(VimXml.Vim + "options", new XElement(VimXml.Vim + "maxObjects", PageSize))];
        for (var pages = 1; ; pages++)
        {
            var page = VimXml.Page(method, await session.SendAsync(method, session.PropertyCollector, arguments, ct).ConfigureAwait(false));
            foreach (var read in page.Objects)
                inventory.Enter(read);
            if (page.Token is not { Length: > 0 } token)
                return inventory;
            if (pages == MostPages)
                throw new SourceFailureException(FailureReason.TooLarge, string.Create(CultureInfo.InvariantCulture, $"its inventory has more than {MostPages} pages."), "Look whether the address is vCenter's.");
            method = "ContinueRetrievePropertiesEx";
            arguments = [new XElement(VimXml.Vim + "token", token)];
        }
    }

    /// <summary>All entities below the root, kept current by vCenter.</summary>
    public static async Task<VimReference> CreateViewAsync(VimSession session, CancellationToken ct) =>
        VimReference.Of((await session.CallAsync("CreateContainerView", session.ViewManager, [session.RootFolder.ToElement("container"), new XElement(VimXml.Vim + "recursive", true)], ct).ConfigureAwait(false)).Child("returnval"))
            ?? throw SourceFailureException.Malformed("CreateContainerView", "the answer names no view.", "Look whether the address is vCenter's.");

    /// <summary>A PropertyFilterSpec: the properties above, of everything in the view.</summary>
    public static XElement Specification(string name, VimReference view) => new(VimXml.Vim + name,
        s_asked.Select(asked => new XElement(VimXml.Vim + "propSet", new XElement(VimXml.Vim + "type", asked.Type), asked.Paths.Select(path => new XElement(VimXml.Vim + "pathSet", path)))),
        new XElement(VimXml.Vim + "objectSet",
            view.ToElement("obj"),
            new XElement(VimXml.Vim + "skip", true),
            new XElement(VimXml.Vim + "selectSet", VimXml.TypeIs("TraversalSpec"), new XElement(VimXml.Vim + "type", view.Type), new XElement(VimXml.Vim + "path", "view"), new XElement(VimXml.Vim + "skip", false))));
}
