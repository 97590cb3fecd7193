"""A long cable: every frame from eth0 goes out of eth1 after a while, and back.

usage: delay_line.py MILLISECONDS. Frames keep their virtio header, so that checksums that the kernel has not filled in yet stay its business.
"""
import collections
import select
import socket
import struct
import sys
import time

DELAY = float(sys.argv[1]) / 1000
SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_VNET_HDR, PACKET_MR_PROMISC, PACKET_OUTGOING = 263, 1, 15, 1, 4


def plug(name):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    end.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    end.bind((name, 0))
    end.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, struct.pack("iHH8s", socket.if_nametoindex(name), PACKET_MR_PROMISC, 0, b""))
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    return end


ends = [plug("eth0"), plug("eth1")]
waiting = collections.deque()
print("forwarding", flush=True)
while True:
    patience = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    for end in select.select(ends, [], [], patience)[0]:
        frame, address = end.recvfrom(1 << 17)
        if address[2] != PACKET_OUTGOING:
            waiting.append((time.monotonic() + DELAY, ends[1] if end is ends[0] else ends[0], frame))
    while waiting and waiting[0][0] <= time.monotonic():
        _, out, frame = waiting.popleft()
        try:
            out.send(frame)
        except OSError as error:
            print(error, flush=True)
