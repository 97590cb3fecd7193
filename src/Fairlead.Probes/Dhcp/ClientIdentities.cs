using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>
/// The identities under which a machine asks: always the same four for a MAC, so that asking again and again holds four addresses at most.
/// A load-balanced pair divides clients by a hash of the identity (RFC 3074): ISC's and Windows's by its half, Kea's by its remainder. The four have
/// hashes in each half, even and odd, so that each server of a pair has to answer one of them.
/// </summary>
internal static class ClientIdentities
{
    public const int Count = 4;

    /// <summary>"Identified by other than hardware" (RFC 2132 section 9.14), the name of this program, the MAC and one octet to choose by: 16 octets, which is what RFC 3074 hashes at most.</summary>
    public static IReadOnlyList<byte[]> OfV4(MacAddress mac) => Chosen([0, .. "fairlead"u8, .. Octets(mac), 0]);

    /// <summary>A DUID that is a UUID (RFC 6355): version 8 and the variant of RFC 9562, made of the same.</summary>
    public static IReadOnlyList<byte[]> OfV6(MacAddress mac) => Chosen([0, 4, .. "fairle"u8, 0x80, (byte)'a', 0x80, .. Octets(mac), 0]);

    private static List<byte[]> Chosen(byte[] pattern)
    {
        var found = new List<byte[]>(Count);
        foreach (var (half, remainder) in new[] { (0, 0), (1, 1), (0, 1), (1, 0) })
        {
            byte[] identity = [.. pattern];
            // The last octet is hashed first and the rest is a permutation: 64 of its values fall into each class.
            while (LoadBalanceHash.Of(identity) is var hash && (hash / 128 != half || hash % 2 != remainder))
                identity[^1]++;
            found.Add(identity);
        }

        return found;
    }

    private static byte[] Octets(MacAddress mac)
    {
        var octets = new byte[MacAddress.Length];
        mac.Write(octets);
        return octets;
    }
}
