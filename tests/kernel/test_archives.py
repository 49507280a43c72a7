"""A deal leaves and returns: every model, every reference, the whole journal; and what is no archive is refused."""

from __future__ import annotations

import zipfile

import pytest
from django.db import transaction

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.package import ArchiveWrong
from kopgroep.kernel.archives.restore import open_archive
from kopgroep.kernel.archives.scope import models_that_go
from kopgroep.kernel.backup.tables import empty_all
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.history import told
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.mailing.kinds import Kind, Pace
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.rooms.archive.actions import archive_deal, restore_deal
from kopgroep.rooms.partners.models import Contact, Organisation
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_user
from tests.factories.archives import make_deal_with_every_model, rows_of
from tests.factories.links import make_mail_address, make_personal_link
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person
from tests.factories.programme import make_deal

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
# What the second archive may say otherwise: when it was made, and that its journal went on.
DIFFER = {"manifest.json", "SHA256SUMS", "journal/entries.jsonl"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def leave(tmp_path):
    def leave(deal, name="deal.zip"):
        return archive_deal(deal=deal, path=tmp_path / name, by=BY, at=now()).path

    return leave


def come_in(path, **options):
    with open_archive(path) as reader:
        return restore_deal(reader=reader, by=BY, at=now(), **options)


def elsewhere():
    """Another installation: nothing of this one is there."""
    with transaction.atomic():
        empty_all()
    assert not Deal.objects.exists()


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_row_of_every_model_returns_as_it_was(leave):
    deal = make_deal_with_every_model()
    before = rows_of(deal)
    path = leave(deal)
    elsewhere()

    restored = come_in(path).root

    assert [label for label, rows in before.items() if not rows] == []
    assert rows_of(restored) == before
    assert list(verify()) == []


def test_an_archive_of_what_was_restored_is_the_same_to_the_byte_but_for_its_moment(leave):
    path = leave(make_deal_with_every_model())
    first = parts_of(path)
    elsewhere()

    second = parts_of(leave(come_in(path).root, "again.zip"))

    assert {name for name in first | second if first.get(name) != second.get(name)} == DIFFER
    assert second["journal/entries.jsonl"].startswith(first["journal/entries.jsonl"])


def test_the_journal_says_who_did_it_also_when_that_person_has_another_account_here(leave):
    path = leave(make_deal_with_every_model())
    before = [line.sentence for line in told(Entry.objects.filter(verb="link.made").order_by("number"))]
    email, name = User.objects.filter(uid=Entry.objects.first().actor_reference).values_list("email", "name")[
        0
    ]
    elsewhere()
    here = make_user(name, email=email)

    restored = come_in(path)

    lines = Entry.objects.filter(verb="link.made").order_by("number")
    assert [line.sentence for line in told(lines)] == before
    assert restored.matched["accounts.user"] == 1
    assert User.objects.get(email=email).pk == here.pk


def test_an_organisation_that_is_here_is_recognised_by_its_code_and_stays_as_it_is(leave):
    deal = make_deal("leaving")
    organisation = make_organisation("De Boer BV", kvk="12345678")
    make_contact(make_partner(deal, organisation).organisation, make_person("An"))
    path = leave(deal)
    elsewhere()
    here = make_organisation("De Boer Groep", kvk="12345678")

    restored = come_in(path)

    assert list(Organisation.objects.values_list("pk", "name")) == [(here.pk, "De Boer Groep")]
    assert [(each["field"], each["here"], each["archive"]) for each in restored.differences] == [
        ("name", "De Boer Groep", "De Boer BV")
    ]
    assert restored.root.partners.get().organisation == here
    assert Contact.objects.get().organisation == here


def test_what_belongs_to_another_deal_stays_where_it_is(leave):
    deal, other = make_deal("leaving"), make_deal("staying")
    partner = make_partner(deal)
    make_partner(other, partner.organisation)
    ours, theirs = make_person("An"), make_person("Bo")
    make_contact(partner.organisation, ours)
    Contact.objects.filter(pk=make_contact(partner.organisation, theirs).pk).update(deal=other)

    parts = parts_of(leave(deal))

    assert b"staying" not in b"".join(parts.values())
    assert parts["models/partners.person.jsonl"].count(b"\n") == 1


def test_no_secret_is_in_an_archive_and_a_link_that_returns_opens_nothing(leave):
    deal = make_deal("leaving")
    link = make_personal_link(make_partner(deal).address)
    user = make_user("An")
    user.set_password("a long password indeed")
    user.save()
    Grant.objects.create(user=user, role=Role.MANAGER, on=deal.address, granted_on=now().date())
    path = leave(deal)

    everything = b"".join(parts_of(path).values())
    elsewhere()
    come_in(path)

    assert link.digest.encode() not in everything
    assert user.password.encode() not in everything
    assert type(link).objects.get(uid=link.uid).digest != link.digest
    assert not User.objects.get(uid=user.uid).has_usable_password()


def test_who_stopped_a_kind_of_mail_is_not_mailed_by_another_installation_either(leave, deal):
    contact = make_contact(make_partner(deal).organisation)
    make_mail_address(contact.person.email, paces={Kind.REMINDER: Pace.NEVER})
    make_mail_address("somebody.else@example.org")
    path = leave(deal)
    elsewhere()

    come_in(path)

    address = MailAddress.objects.get()
    assert address.email == contact.person.email
    assert address.pace_of(Kind.REMINDER) == Pace.NEVER
    assert MailAddress.objects.by_token(address.token) == address


def test_what_somebody_chose_here_about_mail_stays_as_it_was(leave, deal):
    contact = make_contact(make_partner(deal).organisation)
    make_mail_address(contact.person.email)
    path = leave(deal)
    elsewhere()
    here = make_mail_address(contact.person.email, paces={Kind.COMMENT: Pace.NEVER})

    restored = come_in(path)

    assert MailAddress.objects.get() == here
    assert MailAddress.objects.get().pace_of(Kind.COMMENT) == Pace.NEVER
    assert "paces" in {each["field"] for each in restored.differences}


def test_a_deal_that_is_here_is_never_changed(leave, deal):
    path = leave(deal)

    with pytest.raises(ArchiveWrong) as refusal:
        come_in(path)

    assert "our-deal is here already" in str(refusal.value) or "our-deal is hier al" in str(refusal.value)


def test_a_rehearsal_tells_all_and_changes_nothing(leave):
    path = leave(make_deal_with_every_model())
    elsewhere()

    told_before = come_in(path, rehearse=True)

    assert told_before.made["programme.deal"] == 1
    assert [model for model in models_that_go() if model._base_manager.exists()] == []
    assert not Entry.objects.exists()
