"""The charter in the browser: read, taken along, changed, and used for a new deal."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.archive.actions import load_deal
from kopgroep.rooms.archive.queries import export_deal
from kopgroep.rooms.programme.charter import read_charter, shipped_charter, shipped_text
from kopgroep.rooms.programme.models import Deal, Norm
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_partner
from tests.factories.programme import make_deal

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def school(db):
    return load_deal(charter=shipped_charter("two-phase"), by=Actor.system("test"), at=AT)


@pytest.fixture
def page(client, school):
    user = make_user("Mara")
    make_grant(user, Role.MANAGER, school)
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def url(name, deal):
    return reverse(f"archive:{name}", args=[deal.code])


def upload(text):
    return {"file": SimpleUploadedFile("changed.yaml", text.encode())}


CHANGED = shipped_text("two-phase").replace("threshold: 5", "threshold: 6")


def test_the_charter_says_what_was_promised_and_how_the_deal_calls_things(page, school):
    text = page.get(url("charter", school)).content.decode()

    assert "At least five parties take part" in text
    assert "working group" in text
    assert "1.5 days a month" in text


def test_the_file_is_the_charter_of_the_deal_with_its_partners(page, school):
    make_partner(school)

    answer = page.get(url("charter-file", school))

    assert answer["Content-Disposition"] == 'attachment; filename="fietsen-naar-school.yaml"'
    assert read_charter(answer.content, name="download") == export_deal(school)


def test_a_changed_charter_is_looked_at_before_it_is_loaded(page, school):
    preview = page.post(url("load", school), upload(CHANGED))

    assert preview.context["changes"] == ["Norm partners-5: threshold 5 → 6"]
    assert Norm.objects.get(code="partners-5").threshold == 5

    hidden = {
        bound.html_name: bound.value() or "" for bound in preview.context["form"] if bound.name != "file"
    }
    page.post(url("load", school), {**hidden, "load": "1"})

    assert Norm.objects.get(code="partners-5").threshold == 6


def test_a_downloaded_charter_that_comes_back_unchanged_changes_nothing(page, school):
    make_partner(school)
    text = page.get(url("charter-file", school)).content.decode()

    assert page.post(url("load", school), upload(text)).context["changes"] == []


def test_a_deal_that_changed_meanwhile_is_looked_at_once_more(page, school):
    preview = page.post(url("load", school), upload(CHANGED))
    hidden = {
        bound.html_name: bound.value() or "" for bound in preview.context["form"] if bound.name != "file"
    }
    school.claim(None)

    answer = page.post(url("load", school), {**hidden, "load": "1"})

    assert answer.context["is_stale"]
    assert Norm.objects.get(code="partners-5").threshold == 5


def test_what_is_wrong_with_a_charter_is_said_with_line_and_field(page, school):
    answer = page.post(url("load", school), upload(CHANGED.replace("kind: develop", "kind: deploy")))

    assert "phases[2].kind" in str(answer.context["form"].errors)
    assert "changed.yaml" in str(answer.context["form"].errors)


def test_a_new_deal_is_set_up_from_the_browser_and_belongs_to_who_did_it(page, school):
    answers = {"name_nl": "Lopen naar school", "name_en": "", "code": "lopen", "starts_on": "2027-10-01"}

    answer = page.post(url("clone", school), answers)

    assert answer["Location"] == reverse("deal", args=["lopen"])
    assert page.get(reverse("programme:plan", args=["lopen"])).status_code == 200


def test_a_code_that_is_taken_stands_at_its_field(page, school):
    answer = page.post(url("clone", school), {"name_nl": "Nog eens", "code": school.code})

    assert list(answer.context["form"].errors) == ["code"]
    assert Deal.objects.count() == 1


@pytest.mark.parametrize("name", ["charter", "charter-file", "load", "clone"])
def test_a_stranger_gets_nowhere_near_the_charter_of_a_closed_deal(client, charlie, school, name):
    assert client.get(url(name, school)).status_code == 302
    client.force_login(charlie)
    assert client.get(url(name, school)).status_code == 403


@pytest.mark.parametrize("name", ["load", "clone"])
def test_a_visitor_of_an_open_deal_reads_its_charter_and_changes_nothing(client, school, name):
    school.is_open = True
    school.save()

    assert client.get(url("charter", school)).status_code == 200
    assert client.get(url(name, school)).status_code == 302


@pytest.mark.parametrize("name", ["charter", "load", "clone"])
def test_every_link_leads_somewhere(page, school, name):
    assert 'href=""' not in page.get(url(name, school)).content.decode()


def test_a_deal_is_set_up_from_a_charter_by_who_may_and_belongs_to_them(page, school):
    preview = page.post(reverse("archive:new"), upload(shipped_text("blank")))

    assert "My deal" in preview.content.decode()
    assert not Deal.objects.filter(code="mijn-deal").exists()

    hidden = {"text": preview.context["form"]["text"].value(), "load": "1"}
    answer = page.post(reverse("archive:new"), hidden)

    assert answer["Location"] == reverse("deal", args=["mijn-deal"])
    assert page.get(reverse("programme:plan", args=["mijn-deal"])).status_code == 200


def test_a_charter_of_a_deal_that_is_there_is_no_new_deal(page, school):
    answer = page.post(reverse("archive:new"), {**upload(CHANGED), "load": "1"})

    assert [each.code for each in answer.context["obstacles"]] == ["code-taken"]
    assert Norm.objects.get(code="partners-5").threshold == 5


def test_a_stranger_sets_up_no_deal(client, charlie):
    client.force_login(charlie)

    assert client.get(reverse("archive:new")).status_code == 403


def test_at_the_address_of_one_deal_the_charter_of_another_is_not_loaded(page, school):
    own = make_deal("own-deal")
    make_grant(User.objects.get(name="Mara"), Role.MANAGER, own)
    Grant.objects.filter(on=school.address).delete()
    before = Norm.objects.filter(deal=school).values_list("threshold", flat=True)

    answer = page.post(url("load", own), {"text": CHANGED, "seen": own.revision, "load": "1"})

    assert next(each.code for each in answer.context["obstacles"]) == "other-deal"
    assert list(Norm.objects.filter(deal=school).values_list("threshold", flat=True)) == list(before)
    assert Deal.objects.get(pk=school.pk).revision == school.revision
