using System.Globalization;
using System.Xml.Linq;

namespace Fairlead.Connectors.VSphere;

/// <summary>
/// An inventory that stays current: a filter on a PropertyCollector of its own, and WaitForUpdatesEx, which answers when something has changed. The
/// first answer holds everything; each comes in parts where it is large.
/// </summary>
internal sealed class InventoryFollower : IAsyncDisposable
{
    /// <summary>Of one part of an update.</summary>
    private const int MostObjects = 1000;

    private readonly VimSession _session;
    private readonly VimReference _collector;
    private string _version = "";

    private InventoryFollower(VimSession session, VimReference collector) => (_session, _collector) = (session, collector);

    public Inventory Inventory { get; } = new();

    /// <exception cref="SourceFailureException">vCenter does not let this user follow.</exception>
    public static async Task<InventoryFollower> OpenAsync(SourceReference reference, ConnectorSettings settings, CancellationToken ct)
    {
        var session = await VimSession.OpenAsync(reference, settings, ct).ConfigureAwait(false);
        try
        {
            var view = await InventoryReader.CreateViewAsync(session, ct).ConfigureAwait(false);
            var made = await session.CallAsync("CreatePropertyCollector", session.PropertyCollector, [], ct).ConfigureAwait(false);
            var collector = VimReference.Of(made.Child("returnval")) ?? throw SourceFailureException.Malformed("CreatePropertyCollector", "the answer names no collector.", "Look whether the address is vCenter's.");
            await session.CallAsync("CreateFilter", collector, [InventoryReader.Specification("spec", view), new XElement(VimXml.Vim + "partialUpdates", false)], ct).ConfigureAwait(false);
            return new InventoryFollower(session, collector);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until something has changed, or as long as <paramref name="longest"/>: then the inventory is as before, and known to be current.</summary>
    /// <exception cref="SourceFailureException">The session or vCenter ended; nothing more comes.</exception>
    public async Task NextAsync(TimeSpan longest, CancellationToken ct)
    {
        bool isTruncated;
        do
        {
            XElement options = new(VimXml.Vim + "options",
                new XElement(VimXml.Vim + "maxWaitSeconds", ((int)longest.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                new XElement(VimXml.Vim + "maxObjectUpdates", MostObjects));
            var answer = await _session.SendAsync("WaitForUpdatesEx", _collector, [new XElement(VimXml.Vim + "version", _version), options], ct).ConfigureAwait(false);
            if (VimXml.Updates("WaitForUpdatesEx", answer) is not { } updates)
                return;
            foreach (var update in updates.Changes)
                Inventory.Apply(update);
            (_version, isTruncated) = (updates.Version, updates.IsTruncated);
        }
        while (isTruncated);
    }

    /// <summary>The collector ends with the session.</summary>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
