using System.Buffers.Binary;

namespace Fairlead.Probes.Paths;

/// <summary>An SNTP packet (RFC 5905 section 7.3), 48 octets; extensions behind it are not read.</summary>
/// <param name="Leap">0 to 2; 3: the server's clock is not synchronised.</param>
/// <param name="Mode">3 client, 4 server.</param>
/// <param name="Stratum">1 to 15; 0: the server refuses (kiss of death); 16: not synchronised.</param>
/// <param name="Originate">When the client sent, as it said: echoed by the server.</param>
/// <param name="Receive">When the server got it.</param>
/// <param name="Transmit">When this packet was sent.</param>
public readonly record struct NtpPacket(int Leap, int Mode, int Stratum, DateTimeOffset Originate, DateTimeOffset Receive, DateTimeOffset Transmit)
{
    public const int Length = 48;

    private const int Version = 4;
    private const int ClientMode = 3;
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Era 1 begins in 2036; a time stamp with the highest bit clear is of that era (RFC 4330 section 3).</summary>
    private static readonly DateTimeOffset NextEra = Epoch.AddSeconds(1L << 32);

    public static byte[] Request(DateTimeOffset now)
    {
        var packet = new byte[Length];
        packet[0] = Version << 3 | ClientMode;
        WriteTime(packet.AsSpan(40), now);
        return packet;
    }

    public static bool TryRead(ReadOnlySpan<byte> octets, out NtpPacket packet)
    {
        packet = default;
        if (octets.Length < Length)
            return false;
        packet = new(octets[0] >> 6, octets[0] & 7, octets[1], ReadTime(octets[24..]), ReadTime(octets[32..]), ReadTime(octets[40..]));
        return true;
    }

    /// <summary>A time as it comes back after being written: whole units of 2^-32 seconds.</summary>
    public static DateTimeOffset Rounded(DateTimeOffset time)
    {
        Span<byte> octets = stackalloc byte[8];
        WriteTime(octets, time);
        return ReadTime(octets);
    }

    private static void WriteTime(Span<byte> octets, DateTimeOffset time)
    {
        var ticks = (time - (time >= NextEra ? NextEra : Epoch)).Ticks;
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)(ticks / TimeSpan.TicksPerSecond));
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], (uint)((ulong)(ticks % TimeSpan.TicksPerSecond << 32) / TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset ReadTime(ReadOnlySpan<byte> octets)
    {
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(octets);
        var fraction = (ulong)BinaryPrimitives.ReadUInt32BigEndian(octets[4..]);
        var era = seconds >> 31 == 0 ? NextEra : Epoch;
        return era.AddTicks(seconds * TimeSpan.TicksPerSecond + (long)(fraction * TimeSpan.TicksPerSecond >> 32));
    }
}
