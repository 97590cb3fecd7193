"""A DNS server on port 53 (UDP and TCP) that misbehaves in one way.

Names below "invalid" and "example.com" do not exist; vcenter.contoso.test is 10.10.0.5; every other name is 203.0.113.5.
"""

import socket
import struct
import sys
import threading
import time

MANNER = sys.argv[1]


def answer(query: bytes) -> bytes | None:
    end = query.index(0, 12) + 5
    question = query[12:end]
    labels, at = [], 0
    while question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode().lower())
        at += question[at] + 1
    name = ".".join(labels)
    kind = struct.unpack("!H", question[-4:-2])[0]
    if MANNER == "malformed":
        return query[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + question + b"\xc0\xff\x00"
    if MANNER == "servfail":
        return query[:2] + b"\x81\x82\x00\x01\x00\x00\x00\x00\x00\x00" + question
    if MANNER == "no-aaaa" and kind == 28:
        return None
    if MANNER == "slow":
        time.sleep(0.15)
    if name.endswith(("invalid", "example.com")):
        return query[:2] + b"\x81\x83\x00\x01\x00\x00\x00\x00\x00\x00" + question
    if kind != 1:
        return query[:2] + b"\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00" + question
    address = "10.10.0.5" if name == "vcenter.contoso.test" else "203.0.113.5"
    record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04" + socket.inet_aton(address)
    return query[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + question + record


def serve_datagram(server: socket.socket, query: bytes, client: tuple) -> None:
    reply = answer(query)
    if reply is None:
        return
    if MANNER == "strangers":
        server.sendto(bytes([query[0] ^ 1]) + reply[1:], client)
        server.sendto(b"\x00", client)
    server.sendto(reply, client)


def serve_datagrams(server: socket.socket) -> None:
    while True:
        query, client = server.recvfrom(4096)
        threading.Thread(target=serve_datagram, args=(server, query, client), daemon=True).start()


def serve_connection(connection: socket.socket) -> None:
    with connection:
        head = connection.recv(2, socket.MSG_WAITALL)
        if len(head) < 2 or MANNER == "tcp-closes":
            return
        reply = answer(connection.recv(struct.unpack("!H", head)[0], socket.MSG_WAITALL))
        if reply is not None:
            connection.sendall(struct.pack("!H", len(reply)) + reply)


datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("0.0.0.0", 53))
connections = socket.create_server(("0.0.0.0", 53))
threading.Thread(target=serve_datagrams, args=(datagrams,), daemon=True).start()
print("ready", flush=True)
while True:
    threading.Thread(target=serve_connection, args=(connections.accept()[0],), daemon=True).start()
