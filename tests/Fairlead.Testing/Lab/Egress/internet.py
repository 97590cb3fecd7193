"""The outside of a Lab: one process that is every TLS and HTTP server, by name (SNI, Host).

usage: internet.py FOLDER. FOLDER/internet.json says {"hosts": {NAME: {"certificate": FILE, "status": N, "ahead": SECONDS, "http2": "yes|no|goaway|cut"}}};
what a name leaves out is that of the name "". A certificate file holds the key and the chain. Names that are not there are refused with an alert.
"""
import json
import os
import socket
import ssl
import sys
import threading
import time
from email.utils import formatdate

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

FOLDER = sys.argv[1]
HOSTS = json.load(open(os.path.join(FOLDER, "internet.json")))["hosts"]
CONTEXTS = {}


def fate(name):
    return {**HOSTS[""], **HOSTS.get(name, {})}


def context(file, protocols):
    if (file, protocols) not in CONTEXTS:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(os.path.join(FOLDER, file))
        made.set_alpn_protocols(list(protocols))
        CONTEXTS[file, protocols] = made
    return CONTEXTS[file, protocols]


def choose(connection, name, _):
    if name is None or name not in HOSTS:
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    connection.context = context(fate(name)["certificate"], ("http/1.1",) if fate(name)["http2"] == "no" else ("h2", "http/1.1"))
    connection.named = name
    return None


def headers(name):
    return [("date", formatdate(time.time() + fate(name)["ahead"], usegmt=True)), ("server", "lab"), ("content-length", "0")]


def serve_http2(stream, name):
    if fate(name)["http2"] == "cut":
        stream.recv(64)
        stream.close()
        return
    talk = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    talk.initiate_connection()
    if fate(name)["http2"] == "goaway":
        talk.close_connection(error_code=11)
        stream.sendall(talk.data_to_send())
        stream.recv(4096)
        stream.close()
        return
    stream.sendall(talk.data_to_send())
    while data := stream.recv(65536):
        for event in talk.receive_data(data):
            if isinstance(event, RequestReceived):
                talk.send_headers(event.stream_id, [(":status", str(fate(name)["status"]))] + headers(name), end_stream=True)
        stream.sendall(talk.data_to_send())


def serve_http1(stream, name=None):
    head = b""
    while b"\r\n\r\n" not in head:
        data = stream.recv(65536)
        if not data:
            return
        head += data
    if name is None:
        name = next((line.split(b":", 1)[1].strip().decode() for line in head.split(b"\r\n") if line.lower().startswith(b"host:")), "").split(":")[0]
    lines = [f"HTTP/1.1 {fate(name)['status']} Lab"] + [f"{key}: {value}" for key, value in headers(name)] + ["connection: close", "", ""]
    stream.sendall("\r\n".join(lines).encode())


def serve_tls(stream):
    stream = context(fate("")["certificate"], ("h2", "http/1.1")).wrap_socket(stream, server_side=True)
    if stream.selected_alpn_protocol() == "h2":
        serve_http2(stream, stream.named)
    else:
        serve_http1(stream, stream.named)


def serve(stream, how):
    try:
        stream.settimeout(60)
        how(stream)
    except (OSError, ValueError):
        pass
    finally:
        stream.close()


def listen(port, how):
    server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=256)
    print(f"listening on {port}", flush=True)
    while True:
        stream, _ = server.accept()
        threading.Thread(target=serve, args=(stream, how), daemon=True).start()


context(fate("")["certificate"], ("h2", "http/1.1")).sni_callback = choose
threading.Thread(target=listen, args=(80, serve_http1), daemon=True).start()
listen(443, serve_tls)
