namespace Fairlead.Testing.Lab.Dhcp;

/// <summary>A DHCPv4 client of any MAC: it leases an address on <c>eth0</c> and does nothing with it. No file of the machine is touched.</summary>
public static class LeasingClient
{
    /// <param name="clientId">In hexadecimal; null: none is sent.</param>
    /// <param name="then"><c>keep</c>, <c>decline</c> (somebody else uses it) or <c>release</c>.</param>
    /// <returns>The address.</returns>
    public static async Task<string> LeaseAsync(this LabNode node, string mac, CancellationToken ct, string? clientId = null, string? hostName = null, string then = "keep")
    {
        ArgumentNullException.ThrowIfNull(node);
        return (await node.RunAsync("python3", ["-c", Client, mac, clientId ?? "", hostName ?? "", then], ct)).OrThrow("a DHCP client").Output.Trim();
    }

    private const string Client = """
        import os, socket, struct, sys, time
        mac, client, host, then = bytes.fromhex(sys.argv[1].replace(":", "")), bytes.fromhex(sys.argv[2]), sys.argv[3].encode(), sys.argv[4]
        link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        link.bind(("eth0", 0x0800))
        xid = os.urandom(4)

        def checksum(octets):
            octets += b"\0" * (len(octets) % 2)
            total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
            while total > 0xFFFF:
                total = (total & 0xFFFF) + (total >> 16)
            return ~total & 0xFFFF

        def say(kind, options=b"", ciaddr=bytes(4)):
            more = (b"\x3d" + bytes([len(client)]) + client if client else b"") + (b"\x0c" + bytes([len(host)]) + host if host else b"")
            payload = b"\x01\x01\x06\x00" + xid + b"\0\0\x80\0" + ciaddr + bytes(12) + mac + bytes(10 + 192) + b"\x63\x82\x53\x63\x35\x01" + bytes([kind]) + options + more + b"\xff"
            payload += bytes(max(0, 300 - len(payload)))
            udp = struct.pack("!HHHH", 68, 67, 8 + len(payload), 0) + payload
            header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, ciaddr, b"\xff" * 4)
            header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
            link.send(b"\xff" * 6 + mac + b"\x08\x00" + header + udp)

        def hear(kind):
            link.settimeout(2)
            end = time.monotonic() + 2
            while time.monotonic() < end:
                try:
                    frame = link.recv(4096)
                except TimeoutError:
                    return None
                if len(frame) < 282 or frame[23] != 17 or frame[34:38] != b"\x00\x43\x00\x44" or frame[46:50] != xid:
                    continue
                options, at = {}, 42 + 240
                while at < len(frame) and frame[at] != 255:
                    if frame[at] == 0:
                        at += 1
                        continue
                    options[frame[at]] = frame[at + 2:at + 2 + frame[at + 1]]
                    at += 2 + frame[at + 1]
                if options.get(53) == bytes([kind]):
                    return frame[58:62], options.get(54, bytes(4))
            return None

        for attempt in range(60):
            say(1)
            offer = hear(2)
            if not offer:
                continue
            wanted = b"\x32\x04" + offer[0] + b"\x36\x04" + offer[1]
            say(3, wanted)
            if hear(5):
                if then == "decline":
                    say(4, wanted)
                elif then == "release":
                    say(7, b"\x36\x04" + offer[1], offer[0])
                print(socket.inet_ntoa(offer[0]))
                sys.exit(0)
        sys.exit("no lease came")
        """;
}
