"""A person who is erased stands nowhere any more, and the deal is as it was."""

import importlib
import inspect
import json
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import grant_role, make_token
from kopgroep.kernel.accounts.models import ApiToken, Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.comments.actions import make_comment
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.privacy.declared import OF_LIBRARIES, OF_NOBODY
from kopgroep.kernel.privacy.erase import erase_person, preview
from kopgroep.kernel.privacy.mentions import LEFT_ALONE, text_fields
from kopgroep.kernel.privacy.subjects import subject_of, subject_with
from kopgroep.kernel.search.index import rebuild
from kopgroep.kernel.search.models import Found
from kopgroep.rooms.gates.queries import state_of
from kopgroep.rooms.partners.actions import add_contact
from kopgroep.rooms.partners.models import Contact, Person
from kopgroep.rooms.programme.charter.measures import MEASURES
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_motivation, make_partner
from tests.factories.programme import make_deal, make_norm, make_phase

NAME, EMAIL, PHONE = "Wilhelmina van den Testeraar", "w.testeraar@voorbeeld.example", "06-12 34 56 78"
TRACES = ("testeraar", "12345678", "12 34 56 78")
SYSTEM = Actor.system("test")


def everything_in_the_database() -> dict[str, list[str]]:
    """Every column of every table that shows a trace of the person, also those that no model knows."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (value.decode(errors="ignore") if isinstance(value, bytes) else str(value)).lower()
                    if any(trace in text for trace in TRACES):
                        found.setdefault(f"{table}.{name}", []).append(text[:80])
    return found


@pytest.fixture
def wilhelmina(deal, partner, alice):
    """Contact and deputy of two organisations, with an account, roles, tokens, links, mails and words of her own."""
    at = now()
    user = make_user(NAME)
    User.objects.filter(pk=user.pk).update(email=EMAIL)
    user.refresh_from_db()
    by = Actor.of(alice)
    for organisation in (partner.organisation, make_partner(deal).organisation):
        add_contact(
            organisation=organisation, name=NAME, email=EMAIL, phone=PHONE, since_on=today(), by=by, at=at
        )
    person = Person.objects.get(email=EMAIL)
    grant_role(user=user, role=Role.INITIATOR, on=deal, by=by, at=at)
    make_token(
        user=user, name=f"spreadsheet of {NAME}", scopes=["deals:read"], expires_on=today() + timedelta(days=9),
        by=Actor.of(user), at=at,
    )  # fmt: skip
    make_comment(about=partner, text=f"Call me. {NAME}, {PHONE}", by=Actor.of(user), at=at)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.save()
    PersonalLink.objects.create(
        digest="d" * 64,
        purpose="x",
        about=partner.address,
        name=NAME,
        email=EMAIL,
        made_at=at,
        expires_on=today(),
    )
    Mail.objects.create(to_email=EMAIL, subject=f"For {NAME}", text="Dear", made_at=at, next_at=at)
    motivation = make_motivation(partner)
    type(motivation).objects.filter(pk=motivation.pk).update(
        text=f"Ask {NAME.upper()} at +31612345678 or {EMAIL}."
    )
    rebuild()
    return person


def test_nothing_in_the_whole_database_tells_of_who_was_erased(wilhelmina):
    assert len(everything_in_the_database()) > 10

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    assert everything_in_the_database() == {}
    assert list(verify()) == []


@pytest.mark.django_db
def test_no_text_of_any_model_keeps_the_person(wilhelmina):
    """Generic: her name in every text of one row of every model that there is."""
    factories = {
        name: function
        for path in (Path(__file__).parents[1] / "factories").glob("*.py")
        for name, function in vars(importlib.import_module(f"tests.factories.{path.stem}")).items()
        if name.startswith("make_") and inspect.isfunction(function)
    }
    poisoned = set()
    for model in apps.get_models():
        label = model._meta.label
        if model in LEFT_ALONE or label in OF_NOBODY or label in OF_LIBRARIES:
            continue
        if label in ("journal.PrivateText", "journal.Mention"):
            continue
        make = factories.get("make_" + re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower())
        if make is None:
            continue
        row = make()
        for field in text_fields(model):
            if (
                (field.max_length or 999) < 100
                or field.unique
                or isinstance(field, models.URLField | models.EmailField)
            ):
                continue
            words = f"of {NAME}, {EMAIL}"
            value = {"nl": words, "en": words} if isinstance(field, models.JSONField) else words
            with suppress(IntegrityError), transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
                poisoned.add(f"{label}.{field.name}")
    assert len(poisoned) > 30

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    assert everything_in_the_database() == {}


def test_what_is_of_the_organisation_stays_on_the_organisation(wilhelmina, partner):
    entries = Entry.objects.count()

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    contact = Contact.objects.get(organisation=partner.organisation, person=wilhelmina)
    assert (contact.since_on, contact.until_on) == (today(), today())
    assert str(contact.person) == "Gewist persoon"
    assert Comment.objects.get().text == "Call me. [gewist], [gewist]"
    assert Entry.objects.count() == entries + 1


def test_the_account_is_closed_and_everything_that_opened_it_ends(wilhelmina):
    user = User.objects.get(email=EMAIL)

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    user.refresh_from_db()
    assert not user.is_active
    assert not user.has_usable_password()
    assert not Session.objects.exists()
    assert not ApiToken.objects.filter(user=user).exists()
    assert not Grant.objects.in_force(today()).filter(user=user).exists()
    assert PersonalLink.objects.get().ended_at is not None


def test_the_preview_tells_what_goes_and_changes_nothing(wilhelmina):
    before = everything_in_the_database()

    shown = preview(subject_of(wilhelmina))

    assert {part.count for part in shown.parts} >= {1, 2}
    assert [count for _what, count in shown.mentions] == [1]
    assert shown.texts >= 4
    assert everything_in_the_database() == before


def test_people_with_the_same_first_name_stay_as_they_are(wilhelmina, deal):
    other = make_partner(deal).organisation
    add_contact(
        organisation=other, name="Wilhelmina de Boer", email="wdb@voorbeeld.example", since_on=today(),
        by=SYSTEM, at=now(),
    )  # fmt: skip

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    assert Person.objects.get(email="wdb@voorbeeld.example").name == "Wilhelmina de Boer"
    assert Found.objects.filter(title__icontains="Wilhelmina de Boer").exists()


def test_a_last_manager_is_not_erased(alice, deal):
    with pytest.raises(Obstructed) as refusal:
        erase_person(subject=subject_of(alice), by=SYSTEM, at=now())

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["last-manager"]
    assert User.objects.get(pk=alice.pk).name == "Alice"


def test_a_manager_with_a_successor_is_erased(alice, deal):
    make_grant(make_user("Anna"), Role.MANAGER, deal)

    erase_person(subject=subject_of(alice), by=SYSTEM, at=now())

    assert User.objects.get(pk=alice.pk).name == "Gewist persoon"


def test_a_last_administrator_is_not_erased(db):
    ada = make_user("Ada Lovelace")
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    ada.refresh_from_db()

    with pytest.raises(Obstructed) as refusal:
        erase_person(subject=subject_of(ada), by=SYSTEM, at=now())

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["last-administrator"]


def test_a_manager_does_not_decide_about_people_of_another_deal(wilhelmina, alice, deal):
    other = make_partner(make_deal("other-deal"))
    add_contact(
        organisation=other.organisation, name=NAME, email=EMAIL, since_on=today(), by=SYSTEM, at=now()
    )

    with pytest.raises(Obstructed) as refusal:
        erase_person(subject=subject_of(wilhelmina), by=Actor.of(alice), at=now())

    assert {obstacle.code for obstacle in refusal.value.obstacles} == {"other-deal"}


def test_erasing_leaves_the_figures_of_the_deal_but_for_who_can_be_called(wilhelmina, deal):
    phase = make_phase(deal)
    for number, measure in enumerate(MEASURES):
        make_norm(phase, f"norm-{number}", measure=measure, threshold=1)
    before = figures(deal)

    erase_person(subject=subject_of(wilhelmina), by=SYSTEM, at=now())

    assert figures(deal) == before


def figures(deal):
    return json.dumps(
        [
            [norm.code, str(norm.value), norm.state]
            for gate in state_of(deal, today()).gates
            for norm in gate.norms
        ]
    )


def test_who_is_known_by_a_mail_alone_is_erased_too(db):
    Mail.objects.create(to_email=EMAIL, subject="Hello", made_at=now(), next_at=now())

    erase_person(subject=subject_with(EMAIL), by=SYSTEM, at=now())

    assert everything_in_the_database() == {}


def test_every_table_says_whether_people_stand_in_it():
    silent = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model.__module__.startswith("kopgroep.")
        and model._meta.label not in OF_LIBRARIES
        and model._meta.label not in OF_NOBODY
        and not model._meta.auto_created
    ]

    assert silent == []
