"""Run a command with a PostgreSQL of its own, made for it and thrown away after it.

    python tools/postgres.py -- COMMAND ...

COMMAND finds the address in KOPGROEP_DATABASE_URL. Where PostgreSQL is absent and cannot be installed
unasked, the exit code is 75 and the reason is printed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import apt

NOT_AVAILABLE = 75
START_WITHIN_SECONDS = 60
# Nothing in it has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresMissing(Exception):
    """There is no PostgreSQL, and it could not be installed or started."""


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, the newest where there are several."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if debian:
        return debian[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def ensure_binaries() -> Path:
    if folder := find_binaries():
        return folder
    if reason := apt.install("postgresql"):
        raise PostgresMissing(reason)
    if folder := find_binaries():
        return folder
    raise PostgresMissing("the package postgresql brought no initdb")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then the user that its package made, or nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The address of an empty database in a new cluster; stopped and removed at the end."""
    binaries = ensure_binaries()
    user = account()
    folder = Path(tempfile.mkdtemp(prefix="kopgroep-postgres-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        cluster = Cluster(binaries=binaries, folder=folder, user=user, port=free_port())
        cluster.create()
        with cluster.running():
            yield f"postgres://kopgroep@127.0.0.1:{cluster.port}/kopgroep"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    def __init__(self, *, binaries: Path, folder: Path, user: pwd.struct_passwd | None, port: int) -> None:
        self.binaries = binaries
        self.folder = folder
        self.uid = user.pw_uid if user else None
        self.gid = user.pw_gid if user else None
        self.port = port

    def create(self) -> None:
        self._do(
            "initdb", "-D", "data", "-U", "kopgroep", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        settings = {
            **FAST,
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
        }
        log = self.folder / "log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [
                    self.binaries / "postgres",
                    "-D",
                    "data",
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                cwd=self.folder,
                user=self.uid,
                group=self.gid,
                extra_groups=[] if self.uid else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # a Ctrl-C is for the command; the server stops after it
            )
        try:
            self._wait_for(server, log)
            self._do("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "kopgroep", "kopgroep")
            yield
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(20)

    def _wait_for(self, server: "subprocess.Popen[bytes]", log: Path) -> None:
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            ready = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.1)
        raise PostgresMissing(f"PostgreSQL did not start: {log.read_text()[-500:]}")

    def _do(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder,
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid else None,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise PostgresMissing(f"{program} failed: {done.stderr.strip()[-500:]}")


def stop_in_good_order(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    if command[:1] == ["--"]:
        command = command[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, stop_in_good_order)
    signal.signal(signal.SIGHUP, stop_in_good_order)
    try:
        with throwaway_postgres() as address:
            print(f"PostgreSQL for this run: {address}", flush=True)
            return subprocess.run(command, env={**os.environ, "KOPGROEP_DATABASE_URL": address}).returncode
    except PostgresMissing as missing:
        print(missing, file=sys.stderr)
        return NOT_AVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
