#!/usr/bin/env python3
"""A far-away server: passes TCP connections on to a PostgreSQL socket, each direction late by a fixed time.

Throughput is not limited: whatever has come in is on its way at once, each piece with its own due time.
usage: delay_proxy.py SOCKET MILLISECONDS   (prints the port, then serves until its input ends)"""

import queue
import socket
import sys
import threading
import time


def receive(source, pieces, delay):
    while True:
        try:
            data = source.recv(1 << 18)
        except OSError:
            data = b""
        pieces.put((time.perf_counter() + delay, data))
        if not data:
            return


def deliver(target, pieces):
    while True:
        due, data = pieces.get()
        wait = due - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        try:
            if not data:
                target.shutdown(socket.SHUT_WR)
                return
            target.sendall(data)
        except OSError:
            return


def serve(client, path, delay):
    server = socket.socket(socket.AF_UNIX)
    server.connect(path)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threads = []
    for source, target in ((client, server), (server, client)):
        pieces = queue.SimpleQueue()
        threads.append(threading.Thread(target=receive, args=(source, pieces, delay), daemon=True))
        threads.append(threading.Thread(target=deliver, args=(target, pieces), daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    server.close()


def main():
    path, delay = sys.argv[1], float(sys.argv[2]) / 1000
    # A thread that has a due piece must not wait its turn behind one that merely moves bytes.
    sys.setswitchinterval(0.0005)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), listener.shutdown(socket.SHUT_RDWR)), daemon=True).start()
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=serve, args=(client, path, delay), daemon=True).start()


if __name__ == "__main__":
    main()
