"""A mail server that really listens on this machine, and can be told to be out of order."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy


class PostOffice:
    """Speaks enough SMTP for Django; `answers` are given to the next mails instead of taking them."""

    def __init__(self):
        self.mails = []
        self.answers = []
        office = self

        class Counter(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 office")
                for raw in self.rfile:
                    word = raw[:4].upper()
                    if word in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                        self.say("250 fine")
                    elif word == b"RCPT":
                        self.say(office.answers.pop(0) if office.answers else "250 fine")
                    elif word == b"DATA":
                        self.say("354 go on")
                        lines = []
                        while (line := self.rfile.readline()) not in (b".\r\n", b""):
                            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                        office.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
                        self.say("250 taken")
                    elif word == b"QUIT":
                        self.say("221 bye")
                        return

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Counter)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
