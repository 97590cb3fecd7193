namespace Fairlead.Probes.Links;

/// <summary>Sees every frame that a probe sends and receives, for <c>--pcap</c>. Safe to call from several threads.</summary>
public interface IPacketTap
{
    void Saw(ReadOnlySpan<byte> frame, DateTimeOffset at);
}
