"""One POST to an address that was judged: no redirects, no proxies, and an end to it within seconds."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from kopgroep.kernel.webhooks.addresses import NotAllowed, UnknownName, addresses_to_try, trial_allowed

CONNECT_SECONDS = 5.0
# From the first byte to the last; a server that drips keeps nobody busy.
WHOLE_SECONDS = 15.0
MOST_ANSWER_BYTES = 16_384


class NotDelivered(Exception):
    """Nobody took it; says why in words."""


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer; raises NotDelivered when there is none. What the answer says is read by nobody."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (trial_allowed() and parts.scheme == "http"):
        raise NotDelivered("The address does not begin with https://.")
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        addresses = addresses_to_try(host, port)
        with _connected(addresses, host, port, tls=parts.scheme == "https") as connection:
            connection.request("POST", path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            answer.read(MOST_ANSWER_BYTES)
            return answer.status
    except NotAllowed as refusal:
        raise NotDelivered(str(refusal)) from refusal
    except UnknownName as error:
        raise NotDelivered(str(error)) from error
    except ssl.SSLError as error:
        raise NotDelivered(f"The secure connection failed: {error.reason or error}") from error
    except TimeoutError as error:
        raise NotDelivered("No answer in time.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}"[:200]) from error


class _ToAddress(http.client.HTTPConnection):
    """A connection that is there already, to the address that was judged; the name is only what is asked for."""

    def __init__(self, host: str, port: int, ready: socket.socket) -> None:
        super().__init__(host, port)
        self.sock = ready

    def connect(self) -> None:
        raise http.client.NotConnected("The connection was closed.")


@contextmanager
def _connected(addresses: list[str], host: str, port: int, *, tls: bool) -> Iterator[_ToAddress]:
    raw = _first_that_answers(addresses, port)
    raw.settimeout(CONNECT_SECONDS)
    too_late = threading.Event()

    def end() -> None:
        too_late.set()
        with suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_SECONDS, end)
    timer.daemon = True
    timer.start()
    ready = raw
    try:
        if tls:
            # The timer closes the descriptor underneath, so keep the plain socket for it.
            ready = ssl.create_default_context().wrap_socket(raw.dup(), server_hostname=host)
        ready.settimeout(CONNECT_SECONDS * 2)
        yield _ToAddress(host, port, ready)
    except (OSError, http.client.HTTPException) as error:
        if too_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        ready.close()
        raw.close()


def _first_that_answers(addresses: list[str], port: int) -> socket.socket:
    problem: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=CONNECT_SECONDS)
        except OSError as error:
            problem = error
    raise problem or OSError("The name has no address.")
