using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Ledger.Writing;

/// <summary>What is not there.</summary>
internal static class Refusals
{
    public static Refused NoSuchSite(string name) =>
        new(RefusalReason.NoSuchSite, $"There is no site '{name}' in the ledger.", "load its site file first");

    public static Refused NoSuchSegment(Site site, string name) => new(
        RefusalReason.NoSuchSegment, $"Site {site} has no segment '{name}'.",
        Nearest.Of(name, site.Segments.Select(segment => segment.Name)) is { } near ? $"did you mean {near}?" : $"it has {string.Join(", ", site.Segments.Select(segment => segment.Name))}");

    public static Refused NoSuchReservation(string site, Guid id) =>
        new(RefusalReason.NoSuchReservation, $"There is no reservation {id} in site {site}.", "list what is there; one that was released is gone after its quarantine");

    public static Refused KeyReused(string key) =>
        new(RefusalReason.KeyReused, $"The idempotency key '{key}' was used for another request within a day.", "use a new key for a new request");
}
