"""`kopgroep serve`: the web server (gunicorn) and the worker, started and stopped together."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import Request, urlopen

import click
from django.conf import settings

from kopgroep.cli import out
from kopgroep.kernel import health
from kopgroep.kernel.accounts.demo import demo_users, role_words

THREADS = 4
GRACE_SECONDS = 20
# A worker that cannot start at all must not be started over and over.
RESTARTS_A_MINUTE = 5
PR_SET_PDEATHSIG = 1


@click.command(epilog=out.EXIT_CODES)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on."
)
@click.option("--no-worker", is_flag=True, help="Only the web server; the worker runs elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Start the web server and the worker; Ctrl-C stops both.

    KOPGROEP_WORKERS says how many web processes there are, each with four threads.
    """
    _check_port(host, port)
    if not (health.database().ok and health.migrations().ok):
        raise out.EnvironmentWrong("The database is not ready. Run `kopgroep setup` first.")
    environment = _environment(host, port)
    service = Service(environment)
    service.start_web(host, port)
    if not no_worker:
        service.start_worker()
    if service.answers(host, port):
        _tell(host, port, demo=environment.get("KOPGROEP_DEMO", "").lower() in {"true", "yes", "1", "on"})
    sys.exit(service.stay())


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = {
                errno.EADDRINUSE: f"Port {port} is taken by another program",
                errno.EACCES: f"Port {port} may not be used by you",
            }.get(error.errno or 0, f"{host} is no address of this computer")
            raise out.EnvironmentWrong(
                f"{reason}. Choose another: kopgroep serve --port {port + 1}"
            ) from error


def _environment(host: str, port: int) -> dict[str, str]:
    """The children's environment; example people may sign in by a button when only this computer can see it."""
    environment = dict(os.environ)
    if "KOPGROEP_BASE_URL" not in environment and _is_this_computer(host):
        # Links in mails must lead here.
        environment["KOPGROEP_BASE_URL"] = f"http://{_shown(host)}:{port}"
    if "KOPGROEP_DEMO" not in environment and _is_this_computer(host) and demo_users().exists():
        environment["KOPGROEP_DEMO"] = "true"
    return environment


def _known_host() -> str:
    """A host name that the server answers to."""
    names = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"]
    return names[0] if names else "localhost"


def _is_this_computer(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _tell(host: str, port: int, *, demo: bool) -> None:
    shown = _shown(host)
    click.echo(f"\nKopgroep is at http://{shown}:{port}/   (Ctrl-C stops it)")
    if not demo:
        click.echo("`kopgroep user add` makes an account; sign in with a password or a code by mail.")
        return
    click.echo(f"Sign in as one of the example people at http://{shown}:{port}/account/login/ :")
    for user in demo_users():
        click.echo(f"  {role_words(user):<38}{user.name}")


class Service:
    """The two children, and what to do when one of them stops."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.worker_starts: list[float] = []
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def start_web(self, host: str, port: int) -> None:
        shown = _shown(host)
        command = [
            *(sys.executable, "-m", "gunicorn", "kopgroep.config.wsgi:application"),
            *("--bind", f"{shown}:{port}", "--workers", str(max(1, settings.ENV["WORKERS"]))),
            *("--worker-class", "gthread", "--threads", str(THREADS)),
            *("--timeout", "60", "--graceful-timeout", str(GRACE_SECONDS), "--log-level", "warning"),
            "--no-control-socket",
            # A list with many filters has a long address; this is the most that gunicorn takes.
            *("--limit-request-line", "8190"),
        ]
        # Gunicorn's processes show that they live by a file; in memory, because a disk may be slow to answer.
        if Path("/dev/shm").is_dir():
            command += ["--worker-tmp-dir", "/dev/shm"]
        self.web = self._start(command)

    def start_worker(self) -> None:
        self.worker_starts.append(time.monotonic())
        self.worker = self._start([sys.executable, "-m", "kopgroep.cli.__main__", "worker"])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # Apart from the terminal's group, so that Ctrl-C reaches them through us, once and in order.
        return subprocess.Popen(
            command,
            env=self.environment,
            start_new_session=True,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509 -- this process has one thread
        )

    def answers(self, host: str, port: int, *, within: float = 60) -> bool:
        address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        shown = _shown(address)
        headers = {"Host": _known_host()}
        if settings.HTTPS:
            # As the server in front of this one says it; without it every answer is a redirect to https.
            headers["X-Forwarded-Proto"] = "https"
        request = Request(f"http://{shown}:{port}/health/live", headers=headers)
        until = time.monotonic() + within
        while time.monotonic() < until and not self.stopping and self.web and self.web.poll() is None:
            with suppress(URLError, OSError), urlopen(request, timeout=5):
                return True
            time.sleep(0.2)
        return False

    def stay(self) -> int:
        """Wait until we are told to stop or the web server ends; a worker that falls over is started again."""
        while not self.stopping and self.web and self.web.poll() is None:
            if self.worker and self.worker.poll() is not None and not self.stopping:
                self._worker_fell()
            time.sleep(0.3)
        fell = not self.stopping
        self._end_children()
        if fell:
            click.echo("The web server stopped by itself; the lines above say why.", err=True)
            return out.WRONG_SETTING
        click.echo("Stopped.")
        return out.OK

    def _worker_fell(self) -> None:
        recent = [moment for moment in self.worker_starts if time.monotonic() - moment < 60]
        if len(recent) >= RESTARTS_A_MINUTE:
            click.echo(
                "The worker keeps stopping; mails and long jobs wait until it is started again.", err=True
            )
            self.worker = None
            return
        click.echo("The worker stopped and is started again.", err=True)
        self.start_worker()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_children(self) -> None:
        children = [child for child in (self.web, self.worker) if child and child.poll() is None]
        for child in children:
            child.terminate()
        until = time.monotonic() + GRACE_SECONDS + 5
        for child in children:
            try:
                child.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _end_with_parent() -> Callable[[], object] | None:
    """On Linux a child ends when its parent does, however that ends; elsewhere one does without."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return lambda: library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
