"""Jobs: they run once, tell how far they are, stop when asked, and never vanish."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.actions import restart_job, start_job, stop_job
from kopgroep.kernel.jobs.care import forget_old_jobs, look_after_jobs, start_nightly
from kopgroep.kernel.jobs.chores import make_checkpoints, rebuild_index
from kopgroep.kernel.jobs.models import LOST_AFTER, Job, State
from kopgroep.kernel.jobs.registry import ActionUnknown, name_of, register
from kopgroep.kernel.jobs.run import TELL_SECONDS, closing, run
from kopgroep.kernel.journal.models import Checkpoint, Entry
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from tests.factories.accounts import make_user
from tests.factories.jobs import make_job

BY = Actor.system("test")
AT = now()


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def asks_itself_to_stop(*, progress, **_arguments):
    job = Job.objects.get()
    progress(1, 4, "first")
    stop_job(job=job, by=BY, at=AT)
    time.sleep(TELL_SECONDS)
    progress(2, 4, "second")
    raise AssertionError("a stopped job went on")


def refuses(*, progress, **_arguments):
    raise Obstructed([Obstacle("no", "The deal is not in that phase.")])


def breaks(*, progress, **_arguments):
    raise ZeroDivisionError


def counts(*, progress, steps, **_arguments):
    progress(0, steps, "counting")
    return {"steps": steps}


for work in (asks_itself_to_stop, refuses, counts):
    register(work, title=work.__name__)
register(breaks, title="breaks", retryable=True)


@pytest.mark.django_db
def test_a_job_that_is_done_says_what_came_out():
    job = start_job(action=name_of(counts), by=BY, at=AT, arguments={"steps": 3})

    run(job.uid, clock=now)

    job = fresh(job)
    assert (job.state, job.result, job.done, job.total) == (State.DONE, {"steps": 3}, 3, 3)


@pytest.mark.django_db
def test_only_what_is_registered_can_run():
    with pytest.raises(ActionUnknown):
        start_job(action="os.system", by=BY, at=AT)

    job = make_job(action="os.system")
    run(job.uid, clock=now)

    assert fresh(job).state == State.FAILED


@pytest.mark.django_db
def test_a_job_that_is_in_the_queue_twice_runs_once():
    job = make_job(action=name_of(counts), arguments={"steps": 1})

    run(job.uid, clock=now)
    run(job.uid, clock=now)

    assert fresh(job).attempts == 1


@pytest.mark.django_db
def test_a_running_job_stops_at_its_next_step():
    job = make_job(action=name_of(asks_itself_to_stop))

    run(job.uid, clock=now)

    assert (fresh(job).state, fresh(job).done) == (State.STOPPED, 1)


@pytest.mark.django_db
def test_a_waiting_job_is_stopped_at_once_and_does_not_run():
    job = make_job(action=name_of(counts))

    stop_job(job=job, by=BY, at=AT)
    run(job.uid, clock=now)

    assert (fresh(job).state, fresh(job).attempts) == (State.STOPPED, 0)
    with pytest.raises(Obstructed):
        stop_job(job=job, by=BY, at=AT)


@pytest.mark.django_db
def test_a_refusal_is_told_in_its_own_words():
    job = make_job(action=name_of(refuses))

    run(job.uid, clock=now)

    assert (fresh(job).state, fresh(job).error) == (State.FAILED, "The deal is not in that phase.")


@pytest.mark.django_db
def test_what_may_be_tried_again_is_tried_three_times():
    job = make_job(action=name_of(breaks))

    again = [run(job.uid, clock=lambda: AT) for _attempt in range(4)]

    assert again == [AT + timedelta(seconds=30), AT + timedelta(seconds=60), None, None]
    assert fresh(job).state == State.FAILED
    assert fresh(job).attempts == 3


@pytest.mark.django_db
def test_a_closing_worker_gives_the_job_back():
    job = make_job(action=name_of(rebuild_index))
    make_user()
    closing.flag.set()
    try:
        register(counts_again, title="counts", retryable=True)
        Job.objects.update(action=name_of(counts_again))
        again = run(job.uid, clock=lambda: AT)
    finally:
        closing.flag.clear()

    assert again == AT
    assert fresh(job).state == State.WAITING


def counts_again(*, progress, **_arguments):
    progress(0, 1, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "state"), [(name_of(rebuild_index), State.WAITING), (name_of(counts), State.FAILED)]
)
def test_a_job_whose_worker_is_gone_is_found(action, state):
    job = make_job(action=action, state=State.RUNNING, started_at=AT, beat_at=AT, attempts=1)

    look_after_jobs(at=AT + LOST_AFTER)
    assert fresh(job).state == State.RUNNING
    look_after_jobs(at=AT + LOST_AFTER + timedelta(seconds=1))

    assert fresh(job).state == state
    assert bool(fresh(job).error) == (state == State.FAILED)


@pytest.mark.django_db
def test_a_lost_job_that_was_asked_to_stop_is_stopped():
    job = make_job(state=State.RUNNING, started_at=AT, beat_at=AT, stop_asked_at=AT)

    look_after_jobs(at=AT + timedelta(hours=1))

    assert fresh(job).state == State.STOPPED


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_does_not_write_over_the_next_one():
    job = make_job(action=name_of(takes_its_time))
    register(takes_its_time, title="late", retryable=True)

    run(job.uid, clock=now)

    assert (fresh(job).state, fresh(job).attempts) == (State.RUNNING, 2)


def takes_its_time(*, progress, **_arguments):
    Job.objects.update(attempts=2)  # another worker has it by now
    return {"late": True}


@pytest.mark.django_db
def test_a_failed_job_can_be_started_again_and_a_busy_one_cannot():
    job = make_job(state=State.FAILED, ended_at=AT, attempts=3, error="no", done=2, total=3)

    job = restart_job(job=job, by=BY, at=AT)

    assert (job.state, job.error, job.done) == (State.WAITING, "", 0)
    assert [entry.verb for entry in Entry.objects.all()] == [Verb.JOB_STARTED]
    with pytest.raises(Obstructed) as refusal:
        restart_job(job=job, by=BY, at=AT)
    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["busy"]


@pytest.mark.django_db
def test_how_long_still_follows_from_how_it_went():
    job = make_job(state=State.RUNNING, started_at=AT, beat_at=AT, done=10, total=40)

    assert job.left(AT + timedelta(seconds=2)) is None
    assert job.left(AT + timedelta(seconds=60)) == timedelta(seconds=180)
    assert job.percent == 25


@pytest.mark.django_db
def test_the_nightly_work_starts_once_a_night():
    first = start_nightly(make_checkpoints, at=AT)
    second = start_nightly(make_checkpoints, at=AT + timedelta(minutes=1))
    next_night = start_nightly(make_checkpoints, at=AT + timedelta(hours=24))

    assert first is not None
    assert second is None
    assert next_night is not None


@pytest.mark.django_db
def test_a_checkpoint_is_made_for_every_chain_that_grew(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    record(Verb.JOB_STARTED, about=make_job(), by=BY, at=AT, facts={"job": "x"})
    job = make_job(action=name_of(make_checkpoints))

    run(job.uid, clock=now)
    make_checkpoints(progress=lambda done, total, message: None)

    assert fresh(job).result == {"chains": 1}
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_jobs_are_forgotten_after_three_months():
    make_job(state=State.DONE, ended_at=AT - timedelta(days=91))
    kept = make_job(state=State.DONE, ended_at=AT - timedelta(days=89))

    forget_old_jobs(at=AT)

    assert list(Job.objects.all()) == [kept]


class Trial:
    """Runs job_trial.py, each time as a program of its own, on a database and queue of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        script = Path(__file__).with_name("job_trial.py")
        self.command = [sys.executable, str(script)]
        self.environment = {**os.environ, "KOPGROEP_DATA": str(folder), "PYTHONWARNINGS": "", **settings}
        self.workers: list[subprocess.Popen[bytes]] = []

    def __call__(self, *arguments: object) -> str:
        words = [*self.command, *(str(argument) for argument in arguments)]
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def work(self) -> subprocess.Popen[bytes]:
        words = [*self.command, "work", "--no-clock"]
        worker = subprocess.Popen(
            words, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.workers.append(worker)
        return worker

    def look(self, until=None):
        deadline = time.monotonic() + 60
        while True:
            seen = json.loads(self("look"))
            if until is None or until(seen):
                return seen
            assert time.monotonic() < deadline, seen
            time.sleep(0.3)


@pytest.fixture
def trial(tmp_path, request):
    if connection.vendor == "postgresql":
        pytest.skip("runs on SQLite files of its own; the test for PostgreSQL stands beside it")
    made = Trial(tmp_path)
    made("migrate")
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


def states(seen):
    return [job["state"] for job in seen["jobs"]]


def test_two_real_workers_do_ten_jobs_exactly_once(trial):
    trial("start", 10, 1, 0)
    trial.work()
    trial.work()

    seen = trial.look(lambda seen: set(states(seen)) == {"done"})

    assert seen["traces"] == 10
    assert [job["attempts"] for job in seen["jobs"]] == [1] * 10


def test_a_real_worker_is_stopped_and_the_next_one_goes_on(trial):
    (uid,) = trial("start", 1, 2000, 0.1).split()
    worker = trial.work()
    trial.look(lambda seen: states(seen) == ["running"] and seen["jobs"][0]["done"] > 1)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=15) == 0
    assert states(trial.look()) == ["waiting"]
    trial.work()
    trial.look(lambda seen: states(seen) == ["running"])
    trial("stop", uid)
    seen = trial.look(lambda seen: states(seen) == ["stopped"])
    assert seen["traces"] == 0
    assert seen["jobs"][0]["attempts"] == 2


def test_the_index_is_rebuilt_by_a_real_worker(trial):
    trial("rebuild")
    trial.work()

    seen = trial.look(lambda seen: states(seen) == ["done"])

    assert "rows" in seen["jobs"][0]["result"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_its_jobs_from_a_queue_in_postgresql(tmp_path):
    url = os.environ["KOPGROEP_DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    trial = Trial(tmp_path, KOPGROEP_DATABASE_URL=url, KOPGROEP_QUEUE_URL=url)
    trial("start", 5, 1, 0)
    worker = trial.work()
    try:
        seen = trial.look(lambda seen: set(states(seen)) == {"done"})
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=15) == 0
    finally:
        worker.kill()
        worker.wait()

    assert seen["traces"] == 5
