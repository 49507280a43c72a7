"""Taking a deal along and bringing one in, as people do it from pages; the worker does the work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kopgroep.kernel import clock
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.run import run
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_user
from tests.factories.partners import make_organisation, make_partner
from tests.kernel.test_archives import elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def administrator(db):
    user = make_user("Ada")
    user.is_superuser = True
    user.save()
    return user


def work():
    """What the worker does with the last job."""
    job = Job.objects.order_by("-pk")[0]
    run(job.uid, clock=clock.now)
    job.refresh_from_db()
    return job


@pytest.fixture
def archive(client, alice, deal):
    """The bytes that a manager downloads from the page of the deal."""
    make_partner(deal, make_organisation("De Boer", kvk="12345678"))
    client.force_login(alice)
    client.post(reverse("archive:archive", args=[deal.code]))
    job = work()
    assert job.state == State.DONE, job.error
    page = client.get(reverse("archive:archive", args=[deal.code])).content.decode()
    url = reverse("archive:download", args=[deal.code, job.uid])
    assert url in page
    return b"".join(client.get(url).streaming_content)


def bring(client, content, name="deal.zip"):
    upload = SimpleUploadedFile(name, content, "application/zip")
    return client.post(reverse("archive:restore"), {"file": upload})


def test_an_administrator_sees_what_an_archive_brings_and_restores_it(client, archive, request):
    elsewhere()
    client.force_login(request.getfixturevalue("administrator"))
    make_organisation("De Boer Groep", kvk="12345678")

    answer = bring(client, archive)
    looked = work()
    page = client.get(answer.url).content.decode()
    assert looked.state == State.DONE, looked.error
    assert not Deal.objects.exists()
    assert "De Boer Groep" in page
    answer = client.post(answer.url)
    restored = work()

    assert restored.state == State.DONE, restored.error
    assert Deal.objects.get().code == "our-deal"
    assert reverse("deal", args=["our-deal"]) in client.get(answer.url).content.decode()


def test_a_file_that_is_no_archive_is_refused_with_a_reason_and_removed(client, administrator, tmp_path):
    client.force_login(administrator)

    answer = bring(client, b"no zip at all")
    job = work()

    assert job.state == State.FAILED
    assert job.error in client.get(answer.url).content.decode()
    assert list((tmp_path / "archives").iterdir()) == []


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_else_takes_a_deal_along_or_brings_one_in(client, deal, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(reverse("archive:archive", args=[deal.code])).status_code == 403
    assert client.get(reverse("archive:restore")).status_code == 403
    assert not Job.objects.exists()


def test_an_archive_is_downloaded_by_the_manager_of_its_own_deal_only(client, archive, charlie, deal):
    job = Job.objects.get()
    client.force_login(charlie)

    assert client.get(reverse("archive:download", args=[deal.code, job.uid])).status_code == 403
