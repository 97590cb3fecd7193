using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Fairlead.Probes.Links;

/// <summary>A <c>sockaddr_ll</c> (packet(7)): all frames of one EtherType on one interface.</summary>
internal sealed class LinkEndPoint(EtherType etherType, int interfaceIndex) : EndPoint
{
    private const int Size = 20;
    private const int ProtocolOffset = 2;
    private const int IndexOffset = 4;

    public override AddressFamily AddressFamily => AddressFamily.Packet;

    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily.Packet, Size);
        BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[ProtocolOffset..], (ushort)etherType);
        BitConverter.TryWriteBytes(address.Buffer.Span[IndexOffset..], interfaceIndex);
        return address;
    }

    public override EndPoint Create(SocketAddress socketAddress) => this;
}
