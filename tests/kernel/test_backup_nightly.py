"""The backup of every night: it is whole, the oldest make room, and what went wrong takes nothing away."""

import os
from datetime import timedelta

import pytest

from kopgroep.kernel import clock
from kopgroep.kernel.backup.nightly import make_nightly_backup
from kopgroep.kernel.backup.restore import open_backup, restore_backup
from kopgroep.kernel.backup.tables import empty_all
from kopgroep.kernel.jobs.care import start_nightly
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.registry import name_of
from kopgroep.kernel.jobs.run import run
from kopgroep.kernel.jobs.tasks import every_night
from kopgroep.rooms.programme.models import Deal
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def backups(settings, tmp_path):
    """The folder of somebody who keeps three."""
    folder = tmp_path / "backups"
    folder.mkdir()
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = folder, 3
    return folder


def night(number=0):
    """What the worker does in one night."""
    job = start_nightly(make_nightly_backup, at=clock.now() + timedelta(days=number))
    run(job.uid, clock=clock.now)
    job.refresh_from_db()
    return job


def make_older(folder, *days):
    names = [f"kopgroep-2020-01-{day:02}T011500Z.zip" for day in days]
    for name in names:
        (folder / name).write_bytes(b"older")
    return names


def test_as_many_are_kept_as_somebody_chose_and_the_newest_is_one_of_them(backups):
    older = make_older(backups, 1, 2, 3, 4)
    (backups / "kopgroep-before-the-move.zip").write_bytes(b"kept by hand")
    (backups / "readme.txt").write_text("ours")

    job = night()

    assert job.state == State.DONE, job.error
    there = {path.name for path in backups.iterdir()}
    assert there == {
        job.result["backup"],
        *older[-2:],
        "kopgroep-before-the-move.zip",
        "readme.txt",
    }
    assert (backups / job.result["backup"]).stat().st_mode & 0o077 == 0


def test_what_was_written_at_night_is_restored_by_day(backups, deal):
    make_partner(deal)
    job = night()
    empty_all()

    with open_backup(backups / job.result["backup"]) as reader:
        restored = restore_backup(reader=reader)

    assert Deal.objects.get().uid == deal.uid
    assert (restored.rows, restored.findings) == (job.result["backup_rows"], [])


def test_a_night_that_fails_says_why_and_takes_no_older_backup_away(backups, settings):
    older = make_older(backups, 1, 2, 3, 4)
    backups.chmod(0o500)
    try:
        if os.access(backups, os.W_OK):
            settings.BACKUP_FOLDER = backups / "unplugged"
        job = night()
    finally:
        backups.chmod(0o700)

    assert job.state != State.DONE
    assert {path.name for path in backups.iterdir()} == set(older)


def test_a_folder_that_is_not_there_is_named(settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path / "unplugged"

    job = night()

    assert job.state == State.FAILED
    assert str(tmp_path / "unplugged") in job.error
    assert not (tmp_path / "unplugged").exists()


def test_a_half_backup_of_a_worker_that_was_ended_is_cleared_a_day_later(backups):
    left, fresh = (backups / f".kopgroep-2020-01-01T011500Z.zip.{number}.part" for number in (1, 2))
    for path in (left, fresh):
        path.write_bytes(b"half")
    yesterday = (clock.now() - timedelta(hours=25)).timestamp()
    os.utime(left, (yesterday, yesterday))

    night()

    assert (left.exists(), fresh.exists()) == (False, True)


@pytest.mark.parametrize("is_set", [True, False])
def test_the_worker_starts_it_by_the_clock_where_a_folder_is_set(backups, settings, is_set):
    if not is_set:
        settings.BACKUP_FOLDER = None

    every_night.call_local()

    asked = [job.action for job in Job.objects.all()]
    assert (name_of(make_nightly_backup) in asked) is is_set
