using System.Buffers.Binary;

namespace Fairlead.Probes.Links;

/// <summary>Writes frames as a pcap file (link type Ethernet, microseconds), which tcpdump and Wireshark read.</summary>
public sealed class PcapWriter : IPacketTap, IDisposable
{
    private const uint MagicMicroseconds = 0xA1B2C3D4;
    private const ushort Major = 2;
    private const ushort Minor = 4;
    private const uint LinkTypeEthernet = 1;
    private const int LongestFrame = 65_535;

    private readonly Stream _stream;
    private readonly Lock _lock = new();

    /// <param name="stream">Is closed with this.</param>
    public PcapWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, MagicMicroseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Major);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Minor);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], LongestFrame);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkTypeEthernet);
        _stream.Write(header);
    }

    public void Saw(ReadOnlySpan<byte> frame, DateTimeOffset at)
    {
        Span<byte> record = stackalloc byte[16];
        var sinceEpoch = at - DateTimeOffset.UnixEpoch;
        var length = Math.Min(frame.Length, LongestFrame);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(sinceEpoch.Ticks / TimeSpan.TicksPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(sinceEpoch.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], (uint)frame.Length);
        lock (_lock)
        {
            _stream.Write(record);
            _stream.Write(frame[..length]);
        }
    }

    public void Dispose() => _stream.Dispose();
}
