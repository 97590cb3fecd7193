namespace Fairlead.Ledger.Storage;

/// <summary>What a caller owes to every store: a breach is a bug of the caller, and nothing is stored.</summary>
internal static class WriteRules
{
    /// <exception cref="ArgumentException">An entry's id leaves a gap, or something changes without an entry.</exception>
    public static void Check(LedgerWrite write, long last)
    {
        for (var i = 0; i < write.Entries.Count; i++)
        {
            if (write.Entries[i].Id != last + 1 + i)
                throw new ArgumentException($"Entry {write.Entries[i].Id} does not follow {last + i}.", nameof(write));
        }

        if (write.Entries.Count == 0 && write.Sites.Count + write.Holdings.Count + write.ClaimsNew.Count + write.ClaimsGone.Count > 0)
            throw new ArgumentException("Something changes, and no history entry says so.", nameof(write));
    }

    public static ClaimRefusedException Refused(HeldBy? held, Exception inner) => new(
        held is null
            ? "The database refuses a claim on addresses that are held, by something else in the same change or by a row that is gone by now. Nothing was stored."
            : $"The database refuses {held.Range} in address space {held.AddressSpace}: {held.Held} is held by {held.Owner} ({held.Where}). Nothing was stored.",
        inner);
}

/// <summary>Whom a refused claim met.</summary>
/// <param name="Range">What was claimed.</param>
/// <param name="Held">What is held.</param>
/// <param name="Where">The place in a site file, or the holding's site and id.</param>
internal sealed record HeldBy(string AddressSpace, Core.Addressing.IpRange Range, Core.Addressing.IpRange Held, string Owner, string Where);
