using Fairlead.Core.Addressing;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

/// <summary>Whom a refused claim met: found after the refusal, in the same transaction, which is undone afterwards.</summary>
internal static class SqliteHolder
{
    public static HeldBy? Of(SqliteSession session, LedgerWrite write)
    {
        foreach (var claim in write.ClaimsNew)
        {
            if (claim is { IsExclusive: true, IsAccepted: false } && Find(session, claim.AddressSpace, claim.Range, except: null, claim.Source) is { } held) return held;
        }

        foreach (var holding in write.Holdings.Values)
        {
            if (holding is not null && Find(session, holding.AddressSpace, holding.Range, holding.Id, ownSource: null) is { } held) return held;
        }

        return null;
    }

    private static HeldBy? Find(SqliteSession session, string space, IpRange range, Guid? except, string? ownSource)
    {
        var statement = session[
            """
            SELECT family, first, last, owner, coalesce(source, site), id FROM claim
            WHERE is_exclusive = 1 AND is_accepted = 0 AND address_space = ? AND family = ? AND first <= ?
            ORDER BY first DESC LIMIT 2
            """].Add(space).Add((long)range.Family).Add(range.Last);
        HeldBy? found = null;
        while (found is null && statement.Next())
        {
            Guid? id = statement.IsNull(5) ? null : statement.Id(5);
            var isSelf = id is null ? statement.Text(4) == ownSource && statement.Range(0) == range : id == except;
            if (!isSelf && statement.Range(0).Overlaps(range))
                found = new(space, range, statement.Range(0), statement.Text(3), id is null ? statement.Text(4) : $"site {statement.Text(4)}, id {id}");
        }

        if (found is not null) statement.Reset();
        return found;
    }
}
