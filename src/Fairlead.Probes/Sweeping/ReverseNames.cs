using System.Collections.Concurrent;
using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Dns;

namespace Fairlead.Probes.Sweeping;

/// <summary>What the DNS servers of a segment call addresses (PTR records).</summary>
/// <param name="servers">Asked in turn until one knows; none: nothing has a name.</param>
internal sealed class ReverseNames(IReadOnlyList<IpAddr> servers, TimeProvider time)
{
    private const int AtOnce = 16;

    /// <summary>A server that was silent so often is not asked again.</summary>
    private const int MostSilences = 8;

    private readonly ConcurrentDictionary<IpAddr, int> _silences = [];

    public async Task<IReadOnlyDictionary<IpAddr, IReadOnlyList<string>>> OfAsync(IReadOnlyList<IpAddr> addresses, CancellationToken ct)
    {
        var names = new ConcurrentDictionary<IpAddr, IReadOnlyList<string>>();
        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (address, ct) =>
        {
            if (await AskAsync(address, ct) is { Count: > 0 } found)
                names[address] = found;
        });
        return names;
    }

    /// <summary>RFC 1035 section 3.5, of an IPv4 address.</summary>
    internal static string PointerName(IpAddr address)
    {
        var bits = (uint)address.Bits;
        return string.Create(CultureInfo.InvariantCulture, $"{bits & 0xFF}.{bits >> 8 & 0xFF}.{bits >> 16 & 0xFF}.{bits >> 24}.in-addr.arpa");
    }

    private async Task<IReadOnlyList<string>> AskAsync(IpAddr address, CancellationToken ct)
    {
        foreach (var server in servers.Where(server => _silences.GetValueOrDefault(server) < MostSilences))
        {
            var reply = await new DnsQuestion(server, time) { Tries = 1 }.AskAsync(PointerName(address), DnsType.Ptr, ct);
            if (reply.IsDecisive)
                return reply.Names;
            _silences.AddOrUpdate(server, 1, (_, count) => count + 1);
        }

        return [];
    }
}
