"""`kopgroep worker`: does what waits in the queue, until it is told to stop."""

from __future__ import annotations

import signal

import click
from django.utils.module_loading import autodiscover_modules
from huey.contrib.djhuey import HUEY

from kopgroep.cli import out
from kopgroep.kernel.jobs.run import closing

# Long enough for a step of a job to be finished, shorter than what service managers grant.
GRACE_SECONDS = 20


@click.command(epilog=out.EXIT_CODES)
@click.option(
    "--threads", default=2, show_default=True, type=click.IntRange(1, 32), help="Jobs that run at once."
)
@click.option("--no-clock", is_flag=True, help="Leave the nightly work to another worker.")
def worker(threads: int, no_clock: bool) -> None:
    """Do the work that waits in the queue; Ctrl-C or SIGTERM stops it.

    A job that runs then is stopped at its next step and, where that does no harm, goes on when a worker starts again.
    """
    autodiscover_modules("tasks")
    consumer = HUEY.create_consumer(
        workers=threads,
        worker_type="thread",
        periodic=not no_clock,
        graceful_signal="TERM",
        shutdown_timeout=GRACE_SECONDS,
        max_delay=2,
    )
    # Ctrl-C is as good a way to stop as SIGTERM; huey's own second signal would leave jobs half-way.
    consumer._signal_actions[signal.SIGINT] = consumer._signal_actions[signal.SIGTERM]
    closing.flag = consumer.stop_flag
    consumer.run()
