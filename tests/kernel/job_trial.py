"""A program of its own for the tests of jobs: it starts, stops and does them on the database of its environment."""

import json
import sys
import time
from typing import Any

from kopgroep.cli.__main__ import start_django

start_django()

from django.contrib.auth import get_user_model  # noqa: E402 -- Django had to be started first
from django.core.management import call_command  # noqa: E402 -- as above

from kopgroep.cli.worker import worker  # noqa: E402 -- as above
from kopgroep.kernel import clock  # noqa: E402 -- as above
from kopgroep.kernel.actors import Actor  # noqa: E402 -- as above
from kopgroep.kernel.jobs.actions import start_job, stop_job  # noqa: E402 -- as above
from kopgroep.kernel.jobs.chores import rebuild_index  # noqa: E402 -- as above
from kopgroep.kernel.jobs.models import Job  # noqa: E402 -- as above
from kopgroep.kernel.jobs.registry import Progress, name_of, register  # noqa: E402 -- as above


def count_slowly(*, progress: Progress, steps: int, pause: float, **_arguments: Any) -> dict[str, int]:
    for step in range(steps):
        progress(step, steps, f"step {step}")
        time.sleep(pause)
    get_user_model().objects.create_user(f"trace-of-job-{clock.now().timestamp()}@example.org", name="Trace")
    return {"steps": steps}


count_slowly.__module__ = "job_trial"
register(count_slowly, title="Count slowly", retryable=True)
BY = Actor.system("trial")


def main(command: str, *arguments: str) -> None:
    if command == "migrate":
        call_command("migrate", verbosity=0)
    elif command == "start":
        for _number in range(int(arguments[0])):
            values = {"steps": int(arguments[1]), "pause": float(arguments[2])}
            job = start_job(action=name_of(count_slowly), by=BY, at=clock.now(), arguments=values)
            sys.stdout.write(f"{job.uid}\n")
    elif command == "rebuild":
        start_job(action=name_of(rebuild_index), by=BY, at=clock.now())
    elif command == "stop":
        stop_job(job=Job.objects.get(uid=arguments[0]), by=BY, at=clock.now())
    elif command == "look":
        rows = list(
            Job.objects.order_by("pk").values("state", "done", "total", "attempts", "result", "error")
        )
        traces = get_user_model().objects.filter(name="Trace").count()
        sys.stdout.write(json.dumps({"jobs": rows, "traces": traces}))
    elif command == "work":
        worker.main(list(arguments), standalone_mode=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
