"""Pages about long jobs: for who asked for them, and for who may run them."""

import pytest

from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.models import Job, State
from tests.factories.jobs import make_job
from tests.web.conftest import signed_in


@pytest.mark.django_db
def test_a_manager_starts_a_job_by_hand_and_is_led_to_its_page(as_alice, alice):
    answer = as_alice.post("/jobs/start/", {"job": "index"})

    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uid}/"
    assert (job.state, job.asked_by) == (State.WAITING, alice)
    assert "Waiting for its turn" in as_alice.get(f"/jobs/{job.uid}/").content.decode()
    assert f"/jobs/{job.uid}/" in as_alice.get("/jobs/").content.decode()


@pytest.mark.django_db
def test_no_other_job_can_be_named(as_alice):
    as_alice.post("/jobs/start/", {"job": "os.system"})

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_who_asked_for_a_job_sees_it_and_others_do_not(bob, as_bob, as_charlie, visitor):
    job = make_job(asked_by=bob)

    assert as_bob.get(f"/jobs/{job.uid}/").status_code == 200
    for method in ("get", "post"):
        assert getattr(as_charlie, method)(f"/jobs/{job.uid}/stop/").status_code in (403, 405)
        assert getattr(visitor, method)(f"/jobs/{job.uid}/stop/").status_code in (302, 405)
    assert as_charlie.get(f"/jobs/{job.uid}/").status_code == 403
    assert as_bob.get("/jobs/").status_code == 403
    assert Job.objects.get().state == State.WAITING


@pytest.mark.django_db
def test_a_job_is_stopped_and_started_again_with_a_button(bob, as_bob):
    job = make_job(asked_by=bob)

    as_bob.post(f"/jobs/{job.uid}/stop/")
    assert Job.objects.get().state == State.STOPPED
    assert "Try again" in as_bob.get(f"/jobs/{job.uid}/").content.decode()

    as_bob.post(f"/jobs/{job.uid}/again/")
    assert Job.objects.get().state == State.WAITING


@pytest.mark.django_db
def test_a_running_job_tells_how_far_it_is_with_and_without_script(bob):
    at = now()
    job = make_job(
        asked_by=bob, state=State.RUNNING, started_at=at, beat_at=at, done=1, total=4, message="step 1"
    )

    page = signed_in(bob).get(f"/jobs/{job.uid}/").content.decode()
    part = signed_in(bob).get(f"/jobs/{job.uid}/", headers={"HX-Request": "true"}).content.decode()

    assert 'http-equiv="refresh"' in page
    assert "<html" not in part
    for text in (page, part):
        assert 'value="25"' in text
        assert "step 1" in text


@pytest.mark.django_db
def test_a_done_job_says_what_came_out(bob):
    job = make_job(asked_by=bob, state=State.DONE, ended_at=now(), result={"rows": 12})

    assert "The index has 12 rows." in signed_in(bob).get(f"/jobs/{job.uid}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_jobs_costs_the_same_for_any_number(rows, as_alice, alice, django_assert_max_num_queries):
    for _number in range(rows):
        make_job(asked_by=alice)

    with django_assert_max_num_queries(8):
        as_alice.get("/jobs/")
