namespace Fairlead.Testing.Lab.Dhcp;

/// <summary>Machines that run other DHCP servers, a relay, or routers that advertise themselves.</summary>
public static class DhcpNodes
{
    /// <summary>A DHCPv4 server on <c>eth0</c>, which pings an address before it offers it.</summary>
    /// <param name="range">As <c>--dhcp-range</c> takes it: <c>10.20.1.0,10.20.1.99,255.255.252.0,8h</c>.</param>
    /// <param name="options">As <c>--dhcp-option</c> takes them: <c>3,10.20.0.1</c>.</param>
    public static NodePlan RunsDnsmasq(this NodePlan node, string range, params string[] options) =>
        Runs(node, "dnsmasq", running =>
        [
            "--no-daemon", "--conf-file=/dev/null", "--port=0", "--interface=eth0", "--bind-interfaces", "--log-dhcp", "--user=root", $"--pid-file={running.Folder}/dnsmasq.pid",
            $"--dhcp-leasefile={running.Folder}/dnsmasq.leases", $"--dhcp-range={range}", .. options.Select(option => $"--dhcp-option={option}"),
        ], "IP range");

    /// <summary>Passes DHCPv4 questions of <c>eth0</c> on to a server that is reached by <c>eth1</c>.</summary>
    public static NodePlan RunsRelay(this NodePlan node, string server) =>
        Runs(node, "dhcrelay", _ => ["-4", "-d", "--no-pid", "-id", "eth0", "-iu", "eth1", server], "Sending on   Socket/fallback");

    /// <summary>A router that advertises itself on <c>eth0</c>.</summary>
    /// <param name="settings">Inside <c>interface eth0 { … }</c> of radvd.conf.</param>
    public static NodePlan RunsRadvd(this NodePlan node, string settings)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (running, ct) =>
        {
            var config = await running.WriteAsync("radvd.conf", $"interface eth0 {{ AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4; {settings} }};", ct);
            await running.Start("radvd", ["-n", "-m", "stderr", "-d", "1", "-C", config, "-p", Path.Combine(running.Folder, "radvd.pid")]).WaitForAsync("started", ct);
        });
    }

    /// <summary>Answers each DISCOVER on <c>eth0</c> with offers that are cut, lie about their lengths, or are no DHCP at all.</summary>
    public static NodePlan RunsGarbageServer(this NodePlan node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (running, ct) =>
        {
            var script = await running.WriteAsync("garbage.py", Garbage, ct);
            await running.Start("python3", ["-u", script]).WaitForAsync("ready", ct);
        });
    }

    private static NodePlan Runs(NodePlan node, string program, Func<LabNode, string[]> arguments, string ready)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (running, ct) => await running.Start(program, arguments(running)).WaitForAsync(ready, ct));
    }

    private const string Garbage = """
        import random, socket, struct
        link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        link.bind(("eth0", 0x0800))
        own = link.getsockname()[4]
        chance = random.Random(1)
        print("ready")

        def checksum(octets):
            total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
            while total > 0xFFFF:
                total = (total & 0xFFFF) + (total >> 16)
            return ~total & 0xFFFF

        def frame(to, payload, udp_length=None, ip_length=None):
            udp = struct.pack("!HHHH", 67, 68, udp_length if udp_length is not None else 8 + len(payload), 0) + payload
            header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, ip_length if ip_length is not None else 20 + len(udp), 0, 0, 64, 17, 0, b"\x0a\x14\x00\x42", b"\xff" * 4)
            header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
            return to + own + b"\x08\x00" + header + udp

        while True:
            asked = link.recv(4096)
            if len(asked) < 282 or asked[23] != 17 or asked[36:38] != b"\x00\x43":
                continue
            question = asked[42:]
            client = asked[6:12]
            head = b"\x02\x01\x06\x00" + question[4:8] + bytes(8) + b"\x0a\x14\x00\x14" + bytes(8) + question[28:44] + bytes(192) + b"\x63\x82\x53\x63"
            kinds = [
                b"", b"\x02", head[:235], head, head[:236] + b"\0\0\0\0\x35\x01\x02\xff",
                head + b"\x35", head + b"\x35\xff\x02", head + b"\x35\x00\xff", head + b"\x35\x02\x02\x02\xff",
                head + b"\x35\x01\x05\x36\x04\x0a\x14\x00\x42\xff",
                head[:4] + b"\xde\xad\xbe\xef" + head[8:] + b"\x35\x01\x02\x36\x04\x0a\x14\x00\x42\xff",
                head[:28] + b"\x02\x00\x00\x00\x00\x99" + head[34:] + b"\x35\x01\x02\x36\x04\x0a\x14\x00\x42\xff",
            ]
            for payload in kinds:
                link.send(frame(client, payload))
                link.send(frame(b"\xff" * 6, payload, udp_length=0xFFFF))
                link.send(frame(b"\xff" * 6, payload, ip_length=0xFFFF))
                link.send(frame(b"\xff" * 6, payload)[: chance.randrange(14, 60)])
            for _ in range(50):
                link.send(frame(client, bytes(chance.randrange(256) for _ in range(chance.randrange(600)))))
        """;
}
