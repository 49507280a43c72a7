"""A call of the engine in a process of its own: it can be watched and stopped, and takes nothing down with it.

The child is started anew (never forked: HiGHS hangs after a fork), with one thread, and speaks over pipes: pickles of
our own making, each with its length before it. It stops by itself when its parent is gone.
"""

from __future__ import annotations

import io
import os
import pickle
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any, ParamSpec, TypeVar, cast

from kopgroep.engine.watch import NOBODY, Watch

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LENGTH = struct.Struct(">Q")
GLANCE = 0.1
GRACE = 5.0


class ChildLost(RuntimeError):
    """The process ended without an answer: killed from outside, or deaf to stop."""


def in_child(
    function: Callable[..., Answer],
    *given: object,
    seconds: float | None = None,
    watch: Watch = NOBODY,
    grace: float = GRACE,
    **options: object,
) -> Answer:
    """function(*given, **options, watch=...) in a new process; its answer, or the error that it raised.

    After `seconds`, or when the watch says stop, the child is told to stop and hands back its best so far; when it has
    not done so in `grace` seconds it is killed (ChildLost). `function` must be importable by name.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "kopgroep.engine.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD},
        # Ctrl-C is for the parent to hear: it says stop, and the child hands back its best so far.
        process_group=0,
    )
    try:
        _send(cast(IO[bytes], child.stdin), (function, given, options))
        kind, answer = _listen(child, watch, seconds, grace)
    finally:
        if child.poll() is None:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            _close(cast(IO[bytes], pipe))
        child.wait()
    if kind == "raised":
        raise answer
    return cast(Answer, answer)


def _listen(
    child: subprocess.Popen[bytes], watch: Watch, seconds: float | None, grace: float
) -> tuple[str, Any]:
    told, heard = cast(IO[bytes], child.stdout), _Messages()
    until = None if seconds is None else time.monotonic() + seconds
    asked_at: float | None = None
    with selectors.DefaultSelector() as ready:
        ready.register(told, selectors.EVENT_READ)
        while True:
            if ready.select(GLANCE):
                some = os.read(told.fileno(), 1 << 20)
                if not some:
                    raise ChildLost(f"the engine's process ended with {child.wait()}")
                for kind, said in heard.take(some):
                    if kind != "progress":
                        return kind, said
                    watch.told(**said)
            now = time.monotonic()
            if asked_at is None and (watch.stopped() or (until is not None and now > until)):
                asked_at = now
                _close(cast(IO[bytes], child.stdin))
            if asked_at is not None and now > asked_at + grace:
                raise ChildLost("the engine's process did not stop when it was told to")


class _Messages:
    """Whole messages out of bytes that come in pieces."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def take(self, some: bytes) -> list[tuple[str, Any]]:
        self.kept += some
        whole = []
        while len(self.kept) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self.kept)
            end = LENGTH.size + length
            if len(self.kept) < end:
                break
            whole.append(pickle.loads(bytes(self.kept[LENGTH.size : end])))
            del self.kept[:end]
        return whole


def _send(pipe: IO[bytes], message: object) -> None:
    packed = pickle.dumps(message)
    pipe.write(LENGTH.pack(len(packed)) + packed)
    pipe.flush()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


class _Told:
    """The watch inside the child: tells its parent, and is stopped when the parent closes the pipe."""

    def __init__(self, said: IO[bytes], parent: IO[bytes]) -> None:
        self._said, self._parent = said, parent
        self._stop = threading.Event()
        self._next = 0.0
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        self._parent.read()
        self._stop.set()

    def told(self, **progress: Any) -> None:
        # A search may improve a thousand times a second; nobody reads that fast.
        if time.monotonic() >= self._next:
            _send(self._said, ("progress", progress))
            self._next = time.monotonic() + GLANCE

    def stopped(self) -> bool:
        return self._stop.is_set()


def main() -> None:
    """What the child does: read a call, make it, say what came of it."""
    said = io.open(os.dup(1), "wb")  # noqa: UP020, SIM115 -- a descriptor, open until the process ends
    # Whatever a library prints must not get between the messages.
    os.dup2(2, 1)
    parent = sys.stdin.buffer
    (length,) = LENGTH.unpack(parent.read(LENGTH.size))
    function, given, options = pickle.loads(parent.read(length))
    try:
        answer = ("answer", function(*given, **options, watch=_Told(said, parent)))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the parent's to raise
        answer = ("raised", error)
    _send(said, answer)


if __name__ == "__main__":
    main()
