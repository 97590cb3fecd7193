using System.Text;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Dnsmasq;

/// <summary>
/// dnsmasq's lease file, which it writes anew at each change: end (seconds since 1970, 0: never), MAC, address, host name, client id, with <c>*</c> for what is not known. Behind
/// a line <c>duid …</c> come leases of IPv6, with an IAID in the MAC's place. Only leases that are held are in it.
/// </summary>
internal static class DnsmasqLeaseFile
{
    private const int MostNotes = 20;

    public static IEnumerable<Lease> Read(Stream stream, string name, List<ObservationNote> notes)
    {
        var lines = new ByteLines(stream);
        while (TryNext(lines, name, notes, out var lease))
        {
            if (lease is { } read)
                yield return read;
        }
    }

    private static bool TryNext(ByteLines lines, string name, List<ObservationNote> notes, out Lease? lease)
    {
        lease = null;
        if (!lines.TryRead(out var line))
            return false;
        if (line.IsEmpty || line.StartsWith("duid "u8))
            return true;
        lease = Row(line);
        if (lease is not null)
            return true;
        // The first line tells another kind of file.
        if (lines.Number == 1)
            throw SourceFailureException.Malformed($"{name}:1", "this is no lease of dnsmasq (end, MAC, address, name, client id).");
        if (notes.Count < MostNotes)
            notes.Add(new($"{name}:{lines.Number}", lines.IsWhole ? "this line is not understood; it is left out" : "the last line is half written; it is left out"));
        return true;
    }

    private static Lease? Row(ReadOnlySpan<byte> line)
    {
        Span<Range> words = stackalloc Range[6];
        var count = 0;
        foreach (var word in line.Split((byte)' '))
        {
            if (count == words.Length)
                return null;
            words[count++] = word;
        }

        if (count is < 4 or > 5 || !LeaseText.TryNumber(line[words[0]], out var end) || end < 0 || !LeaseText.TryAddress(line[words[2]], out var address))
            return null;
        // Another hardware type than Ethernet stands before the MAC: 06-…
        var mac = LeaseText.TryMac(line[words[1]], out var read) ? read : (MacAddress?)null;
        var host = line[words[3]];
        var client = count == 5 ? line[words[4]] : "*"u8;
        return new Lease(address, mac, client.SequenceEqual("*"u8) ? default : LeaseText.ClientId(client, mac), host.SequenceEqual("*"u8) ? null : Encoding.UTF8.GetString(host), LeaseState.Active, end == 0 ? Lease.Never : end);
    }
}
