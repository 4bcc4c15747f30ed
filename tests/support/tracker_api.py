"""A tracker's API on a port of loopback: pages, scroll, changelogs with links; and what goes wrong with real ones."""

import gzip
import json
import random
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

CAP = 10_000


class TrackerApi:
    """`issues` are pairs of an issue and its changelog; `early` are issues as they were when an earlier page was read, so
    they come twice. `faults` is how many of a hundred requests fail, in all ways in turn: 429, 500, a connection that is
    closed before, in the middle of or (without a length) unnoticed in an answer, an answer that is slow. `certificate` is a
    file with a key and a certificate: then it speaks TLS."""

    def __init__(self, issues, early=(), faults=0, seed=1, token="secret-token", certificate=None):
        self.token, self.faults = token, faults
        self.listed = list(early) + [issue for issue, _ in issues]
        self.changelogs = {issue["id"]: entries for issue, entries in issues}
        self.random = random.Random(seed)
        self.counts = {}
        self.gone = set()  # issues that a search shows and whose changelog is not there any more
        self.bodies = []
        self.lock = threading.Lock()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self):
                api.answer(self)

            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                api.answer(self, self.rfile.read(length))

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def answer(self, request, body=b""):
        self.count("requests")
        if request.headers.get("Authorization") != f"OAuth {self.token}" or not request.headers.get("X-Org-ID"):
            return self.send(request, {"errorMessages": ["Unauthorized"]}, status=401)
        with self.lock:
            fault = self.random.choice(["429", "500", "close", "half", "silent half", "slow"]) \
                if self.random.random() * 100 < self.faults else ""
        if fault:
            self.count(fault)
        if fault == "429":
            return self.send(request, {}, status=429, headers={"Retry-After": "0"})
        if fault == "500":
            return self.send(request, "<html>", status=503)
        if fault == "close":
            request.close_connection = True
            return request.connection.close()
        if fault == "slow":
            time.sleep(0.3)
        parts = urlsplit(request.path)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/_search"):
            self.bodies.append((request.path, body))
            return self.search(request, parts.path, query, fault)
        return self.changelog(request, parts, query, fault)

    def search(self, request, path, query, fault):
        if "/v3/" in path:
            size, start = int(query["perScroll"]), int(query.get("scrollId", "0"))
            headers = {"X-Scroll-Id": str(start + size), "X-Total-Count": str(len(self.listed))}
        else:
            size = int(query.get("perPage", 50))
            start = (int(query.get("page", 1)) - 1) * size
            headers = {"X-Total-Count": str(min(CAP, len(self.listed))),
                       "X-Total-Pages": str(-(-min(CAP, len(self.listed)) // size))}
        page = self.listed[start:start + size]
        if "fields" in query:
            wanted = query["fields"].split(",")
            page = [{key: value for key, value in issue.items() if key in wanted} for issue in page]
        self.send(request, page, headers=headers, fault=fault)

    def changelog(self, request, parts, query, fault):
        self.count("changelogs")
        issue = parts.path.split("/")[-2]
        if issue in self.gone:
            return self.send(request, {"errorMessages": ["No such issue"]}, status=404)
        entries = self.changelogs[issue]
        after = query.get("id")
        ids = [entry["id"] for entry in entries]
        start = ids.index(after) + 1 if after in ids else 0
        size = int(query.get("perPage", 50))
        page, headers = entries[start:start + size], {}
        if start + size < len(entries):
            headers["Link"] = (f'<{self.url}{parts.path}?perPage={size}>; rel="first", '
                               f'<{self.url}{parts.path}?id={page[-1]["id"]}&perPage={size}>; rel="next"')
        self.send(request, page, headers=headers, fault=fault)

    def send(self, request, value, status=200, headers=None, fault=""):
        body = json.dumps(value, ensure_ascii=False).encode()
        request.send_response(status)
        if "gzip" in request.headers.get("Accept-Encoding", "") and len(body) > 200:
            body = gzip.compress(body, 1)
            if fault != "silent half":
                request.send_header("Content-Encoding", "gzip")
            else:
                body = gzip.decompress(body)
        for key, text in (headers or {}).items():
            request.send_header(key, text)
        if fault == "silent half":
            request.send_header("Connection", "close")
        else:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if "half" in fault:
            request.wfile.write(body[:len(body) // 2])
            request.wfile.flush()
            request.close_connection = True
            return
        request.wfile.write(body)
        request.wfile.flush()
