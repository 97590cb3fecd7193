"""A firewall that judges TLS connections by the server name, as such boxes do: it lets the connection come up, reads the ClientHello, and acts.

usage: sni_firewall.py PORT NAME=ACTION...; connections come by nftables' redirect. Actions: reset, close, silence, alert (handshake_failure),
page (a block page in clear text), no-h2 (reset when HTTP/2 is offered). Other names pass.
"""
import socket
import struct
import sys
import threading

RULES = dict(rule.split("=") for rule in sys.argv[2:])
ORIGINAL_DESTINATION = 80


def server_name_and_protocols(hello):
    """Walks a ClientHello (RFC 8446 section 4.1.2) to its server_name and ALPN."""
    name, protocols = "", b""
    at = 5 + 4 + 2 + 32
    at += 1 + hello[at]
    at += 2 + struct.unpack_from("!H", hello, at)[0]
    at += 1 + hello[at]
    end = at + 2 + struct.unpack_from("!H", hello, at)[0]
    at += 2
    while at + 4 <= end:
        kind, length = struct.unpack_from("!HH", hello, at)
        body = hello[at + 4:at + 4 + length]
        if kind == 0:
            name = body[5:].decode()
        elif kind == 16:
            protocols = body
        at += 4 + length
    return name, protocols


def reset(stream):
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.close()


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def read_record(stream):
    data = b""
    while len(data) < 5 or len(data) < 5 + struct.unpack_from("!H", data, 3)[0]:
        more = stream.recv(65536)
        if not more:
            raise OSError("closed")
        data += more
    return data


def serve(stream):
    try:
        original = stream.getsockopt(socket.IPPROTO_IP, ORIGINAL_DESTINATION, 16)
        port, address = struct.unpack("!2xH4s8x", original)
        hello = read_record(stream)
        name, protocols = server_name_and_protocols(hello)
        action = RULES.get(name, "pass")
        if action == "reset" or (action == "no-h2" and b"\x02h2" in protocols):
            reset(stream)
        elif action == "close":
            stream.close()
        elif action == "silence":
            stream.recv(1)
            stream.close()
        elif action == "alert":
            stream.sendall(bytes([21, 3, 3, 0, 2, 2, 40]))
            stream.close()
        elif action == "page":
            stream.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>Access denied</h1>")
            stream.close()
        else:
            onward = socket.create_connection((socket.inet_ntoa(address), port), timeout=30)
            onward.sendall(hello)
            threading.Thread(target=pump, args=(onward, stream), daemon=True).start()
            pump(stream, onward)
    except (OSError, IndexError, struct.error):
        stream.close()


server = socket.create_server(("0.0.0.0", int(sys.argv[1])), backlog=256)
print("listening", flush=True)
while True:
    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
