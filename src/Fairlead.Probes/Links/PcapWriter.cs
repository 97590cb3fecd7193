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

    /// <summary>Why frames are missing; null when none is. A disk that is full is no reason to lose the answers too.</summary>
    public string? Fault { get; private set; }

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
            if (Fault is not null)
                return;
            try
            {
                _stream.Write(record);
                _stream.Write(frame[..length]);
            }
            catch (IOException exception)
            {
                Fault = exception.Message;
            }
        }
    }

    /// <summary>Writes what is left; what can't be written is a <see cref="Fault"/>.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException exception)
        {
            Fault ??= exception.Message;
        }
    }
}
