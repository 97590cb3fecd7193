using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Links;

/// <summary>An ICMP error that came back for a socket's packet: who said what (RFC 792, RFC 4443).</summary>
/// <param name="From">Who sent it; this machine itself when it gave up on the neighbour.</param>
/// <param name="Mtu">Octets that the next link takes, where <see cref="IsTooBig"/>; 0 where the sender did not say.</param>
public sealed record IcmpNotice(IpAddr From, int Type, int Code, int Mtu = 0)
{
    private const int UnreachableV4 = 3;
    private const int UnreachableV6 = 1;
    private const int TooBigV6 = 2;

    /// <summary>A rule forbids it: RFC 1812 section 5.2.7.1 and RFC 792 codes 9, 10, 13; RFC 4443 codes 1, 5 (policy) and 6 (reject route).</summary>
    public bool IsProhibition => From.IsV4 ? Type == UnreachableV4 && Code is 9 or 10 or 13 : Type == UnreachableV6 && Code is 1 or 5 or 6;

    /// <summary>Nobody listens on the port, or a firewall says so.</summary>
    public bool IsPortUnreachable => From.IsV4 ? Type == UnreachableV4 && Code == 3 : Type == UnreachableV6 && Code == 4;

    /// <summary>The packet is larger than the next link takes, and may not be cut (RFC 1191, RFC 4443 section 3.2).</summary>
    public bool IsTooBig => From.IsV4 ? Type == UnreachableV4 && Code == 4 : Type == TooBigV6;

    /// <summary>Such as <c>ICMP type 3 code 13 from 10.20.0.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(From.IsV4 ? "ICMP" : "ICMPv6")} type {Type} code {Code} from {From}");

    /// <summary>Reads the control messages of <c>recvmsg(MSG_ERRQUEUE)</c>: any octets in, a notice of a network or nothing.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> control, out IcmpNotice notice)
    {
        notice = null!;
        // struct cmsghdr: the length (a size_t) with this header, the level, the type; each aligned to a size_t.
        var header = IntPtr.Size + 8;
        while (control.Length >= header)
        {
            var length = IntPtr.Size == 8 ? BitConverter.ToUInt64(control) : BitConverter.ToUInt32(control);
            if (length < (ulong)header || length > (ulong)control.Length)
                return false;
            var level = BitConverter.ToInt32(control[IntPtr.Size..]);
            var type = BitConverter.ToInt32(control[(IntPtr.Size + 4)..]);
            if ((level, type) is (SocketErrorQueue.LevelIp, SocketErrorQueue.ReceiveErrors) or (SocketErrorQueue.LevelIpv6, SocketErrorQueue.ReceiveErrorsV6)
                && TryReadError(control[header..(int)length], out notice))
                return true;
            var next = ((int)length + IntPtr.Size - 1) / IntPtr.Size * IntPtr.Size;
            if (next >= control.Length)
                return false;
            control = control[next..];
        }

        return false;
    }

    /// <summary>struct sock_extended_err, 16 octets (errno, origin, type, code, padding, info, data), and the address of who complained behind it.</summary>
    private static bool TryReadError(ReadOnlySpan<byte> error, out IcmpNotice notice)
    {
        const int addressAt = 16;
        const byte originIcmp = 2;
        const byte originIcmpv6 = 3;
        const int familyV6 = 10; // AF_INET6 of Linux
        notice = null!;
        if (error.Length < addressAt + 8 || error[4] is not (originIcmp or originIcmpv6))
            return false;
        var family = BitConverter.ToUInt16(error[addressAt..]);
        IpAddr from;
        if (family == (int)AddressFamily.InterNetwork)
            from = IpAddr.FromV4(BinaryPrimitives.ReadUInt32BigEndian(error[(addressAt + 4)..]));
        else if (family == familyV6 && error.Length >= addressAt + 24)
            from = NetAddress.ReadV6(error.Slice(addressAt + 8, 16));
        else
            return false;
        var said = new IcmpNotice(from, error[5], error[6]);
        notice = said.IsTooBig ? said with { Mtu = (int)Math.Min(BitConverter.ToUInt32(error[8..]), int.MaxValue) } : said;
        return true;
    }
}
