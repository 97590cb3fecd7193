"""An SNTP server on UDP port 123 whose clock is some seconds ahead. Arguments: seconds, stratum."""

import socket
import struct
import sys
import time

AHEAD, STRATUM = int(sys.argv[1]), int(sys.argv[2])
FROM_1900 = 2_208_988_800


def stamp() -> bytes:
    now = time.time() + FROM_1900 + AHEAD
    return struct.pack("!II", int(now), int(now % 1 * (1 << 32)))


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 123))
print("ready", flush=True)
while True:
    request, client = server.recvfrom(512)
    received = stamp()
    head = struct.pack("!BBBb", 0x24, STRATUM, 6, -20) + bytes(20)
    server.sendto(head + request[40:48] + received + stamp(), client)
