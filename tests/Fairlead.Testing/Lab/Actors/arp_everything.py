"""Answers every ARP request on an interface with its own MAC, those from sender 0.0.0.0 too, as some proxies do.

usage: arp_everything.py INTERFACE [ADDRESS...]     the addresses are left alone
"""
import socket
import sys

ARP = 0x0806
name, *spared = sys.argv[1:]
spared = {socket.inet_aton(address) for address in spared}
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ARP))
wire.bind((name, ARP))
own = wire.getsockname()[4]
print("ready", flush=True)
while True:
    frame = wire.recv(2048)
    if frame[20:22] != b"\0\1" or frame[38:42] in spared or frame[22:28] == own or frame[28:32] == frame[38:42]:
        continue
    asker, asker_address, asked = frame[22:28], frame[28:32], frame[38:42]
    wire.send(asker + own + frame[12:20] + b"\0\2" + own + asked + asker + asker_address)
