using System.Text;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>
/// The CSV that Kea's memfile backend appends to: one row for each change of a lease, the last of an address counts. The head names the columns, which
/// differ by family and version. A comma inside a value is written <c>&amp;#x2c</c>.
/// </summary>
internal static class KeaLeaseFile
{
    private const int MostNotes = 20;

    /// <summary>What a server with this lease file reads at its start, oldest first: the rest of a clean-up that ended or was cut off, and the file itself.</summary>
    public static IReadOnlyList<string> PartsOf(string file, Func<string, bool> exists) =>
        exists(file + ".completed") ? [file + ".completed", file] : [.. new[] { file + ".2", file + ".1" }.Where(exists), file];

    /// <summary>Rows as they come; what can't be read is a note, and the rest counts.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="SourceFailureException">It is no lease file of Kea.</exception>
    public static IEnumerable<Lease> Read(Stream stream, string name, List<ObservationNote> notes)
    {
        var lines = new ByteLines(stream);
        if (!lines.TryRead(out var head))
            yield break;
        var columns = Columns.Of(Encoding.UTF8.GetString(head)) ?? throw SourceFailureException.Malformed($"{name}:1", "it does not begin with the columns of a lease file of Kea (address, valid_lifetime, expire, …).");
        while (TryNext(lines, columns, name, notes, out var lease))
        {
            if (lease is { } read)
                yield return read;
        }
    }

    private static bool TryNext(ByteLines lines, Columns columns, string name, List<ObservationNote> notes, out Lease? lease)
    {
        lease = null;
        if (!lines.TryRead(out var line))
            return false;
        if (line.IsEmpty)
            return true;
        lease = Row(line, columns, out var isLease);
        if (lease is null && isLease)
        {
            if (!lines.IsWhole)
                notes.Add(new($"{name}:{lines.Number}", "the last row is half written; it is left out"));
            else if (notes.Count < MostNotes)
                notes.Add(new($"{name}:{lines.Number}", "this row is not understood; it is left out"));
        }

        return true;
    }

    /// <param name="isLease">False for a row that is right and of no interest: a delegated prefix.</param>
    private static Lease? Row(ReadOnlySpan<byte> line, Columns columns, out bool isLease)
    {
        isLease = true;
        Span<Range> fields = stackalloc Range[Columns.Most];
        var count = Split(line, fields);
        if (count < columns.Count)
            return null;
        if (columns.Type >= 0 && line[fields[columns.Type]] is [(byte)'2'])
        {
            isLease = false;
            return null;
        }

        if (!LeaseText.TryAddress(line[fields[columns.Address]], out var address)
            || !LeaseText.TryNumber(line[fields[columns.Lifetime]], out var lifetime)
            || !LeaseText.TryNumber(line[fields[columns.Expire]], out var expire)
            || !TryState(columns.State < 0 ? [] : line[fields[columns.State]], lifetime, out var state))
            return null;
        var mac = columns.Mac >= 0 && LeaseText.TryMac(line[fields[columns.Mac]], out var read) ? read : (MacAddress?)null;
        var client = LeaseText.ClientId(line[fields[columns.Client]], mac);
        var host = line[fields[columns.HostName]];
        return new Lease(address, mac, client, host.IsEmpty ? null : Encoding.UTF8.GetString(host).Replace("&#x2c", ",", StringComparison.Ordinal).TrimEnd('.'), state, lifetime == uint.MaxValue ? Lease.Never : expire);
    }

    /// <summary>A lifetime of 0 deletes the lease. States: 0 default, 1 declined, 2 expired and reclaimed, 3 released (2.4), 4 registered (2.6).</summary>
    private static bool TryState(ReadOnlySpan<byte> text, long lifetime, out LeaseState state)
    {
        state = LeaseState.Released;
        if (lifetime == 0)
            return true;
        if (text.Length > 1 || (text.Length == 1 && text[0] is < (byte)'0' or > (byte)'4'))
            return false;
        state = text.IsEmpty ? LeaseState.Active : text[0] switch { (byte)'1' => LeaseState.Declined, (byte)'2' => LeaseState.Expired, (byte)'3' => LeaseState.Released, _ => LeaseState.Active };
        return true;
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var (count, from) = (0, 0);
        while (count < fields.Length)
        {
            var length = line[from..].IndexOf((byte)',');
            fields[count++] = from..(length < 0 ? line.Length : from + length);
            if (length < 0)
                break;
            from += length + 1;
        }

        return count;
    }

    /// <summary>Where in a row each value stands; -1: the file has none.</summary>
    private sealed record Columns(int Address, int Mac, int Client, int Lifetime, int Expire, int HostName, int State, int Type, int Count)
    {
        public const int Most = 32;

        public static Columns? Of(string head)
        {
            var names = head.Split(',').ToList();
            int At(string name) => names.IndexOf(name);
            var columns = new Columns(At("address"), At("hwaddr"), At("client_id") is var client and >= 0 ? client : At("duid"), At("valid_lifetime"), At("expire"), At("hostname"), At("state"), At("lease_type"), 0);
            int[] needed = [columns.Address, columns.Client, columns.Lifetime, columns.Expire, columns.HostName];
            return names.Count > Most || needed.Min() < 0 ? null : columns with { Count = new[] { needed.Max(), columns.Mac, columns.State, columns.Type }.Max() + 1 };
        }
    }
}
