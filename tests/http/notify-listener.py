#!/usr/bin/env python3
"""Stands in for a service manager: prints what a service tells it over NOTIFY_SOCKET, each datagram as a line of JSON.
notify-listener.py PATH"""
import json
import socket
import sys

listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
print(json.dumps("listening"), flush=True)
while True:
    print(json.dumps(listener.recv(4096).decode()), flush=True)
