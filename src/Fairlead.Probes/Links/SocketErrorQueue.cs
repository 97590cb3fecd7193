using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Links;

/// <summary>
/// Asks the kernel to keep the ICMP errors that come back for a socket (IP_RECVERR, ip(7)). It needs no privilege. Connections have such a queue
/// since Linux 5.9, while they are being opened; an older kernel and another system have none, and then nothing is told apart.
/// </summary>
internal static partial class SocketErrorQueue
{
    public const int LevelIp = 0;
    public const int LevelIpv6 = 41;
    public const int ReceiveErrors = 11;
    public const int ReceiveErrorsV6 = 25;

    private const int ErrorQueue = 0x2000;
    private const int DontWait = 0x40;
    private const int ControlSize = 512;

    /// <summary>Before the socket sends anything.</summary>
    public static void Enable(Socket socket, IpAddr towards)
    {
        if (!OperatingSystem.IsLinux())
            return;
        socket.SetRawSocketOption(towards.IsV4 ? LevelIp : LevelIpv6, towards.IsV4 ? ReceiveErrors : ReceiveErrorsV6, BitConverter.GetBytes(1));
    }

    /// <returns>The first error in the queue, which leaves it; null when there is none, or when it did not come by ICMP.</returns>
    public static unsafe IcmpNotice? Take(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Span<byte> control = stackalloc byte[ControlSize];
        Span<byte> payload = stackalloc byte[64];
        fixed (byte* controlStart = control, payloadStart = payload)
        {
            var part = new IoVector { Start = payloadStart, Length = (nuint)payload.Length };
            var message = new MessageHeader { Parts = &part, PartCount = 1, Control = controlStart, ControlLength = (nuint)control.Length };
            // The handle stays open for the call: the caller owns the socket.
            return ReceiveMessage((int)socket.Handle, &message, ErrorQueue | DontWait) >= 0 && message.ControlLength <= (nuint)control.Length && IcmpNotice.TryRead(control[..(int)message.ControlLength], out var notice)
                ? notice
                : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "recvmsg")]
    private static unsafe partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr of glibc; that of musl has the same layout on little-endian machines.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
