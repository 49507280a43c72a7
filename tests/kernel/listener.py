"""A program that really listens on this machine, by http or https, and answers as it is told."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """Keeps what it hears; each of `answers` is given once, then 204."""

    def __init__(self, *, tls=None):
        self.heard, self.answers, self.headers = [], [], {}
        self.drips = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((self.path, dict(self.headers.items()), body))
                for _ in range(listener.drips):
                    self.wfile.write(b" ")
                    time.sleep(0.2)
                self.send_response(listener.answers.pop(0) if listener.answers else 204)
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_POST  # noqa: N815 -- as above

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http{'s' if tls else ''}://localhost:{self.port}/hear?deal=1"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
