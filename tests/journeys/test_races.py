"""Two who do the same at the same moment, each on a connection of their own: it happens once, and the other is told."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.imports import actions as imports
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.journal.models import Chain, Entry
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import gate
from kopgroep.rooms.gates.queries.evidence import fingerprint
from kopgroep.rooms.partners.actions import (
    accept_enquiry,
    add_contact,
    add_organisation,
    add_partner,
    change_organisation,
    merge_organisations,
    move_partner,
)
from kopgroep.rooms.partners.actions.invitations import accept_invitation
from kopgroep.rooms.partners.actions.relations import name_relation_manager
from kopgroep.rooms.partners.actions.succession import succeed_contact
from kopgroep.rooms.partners.models import (
    Contact,
    Enquiry,
    Invitation,
    Merger,
    Organisation,
    Partner,
    Person,
    RelationManager,
    Standing,
)
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import (
    make_contact,
    make_enquiry,
    make_invitation,
    make_municipality,
    make_organisation,
    make_partner,
)
from tests.factories.programme import make_deal, make_phase

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system("test")
TOLD = (Obstructed, EditedMeanwhile)


@pytest.fixture(autouse=True)
def on_disk(transactional_db, tmp_path, settings):
    """SQLite as an installation has it: tests keep it in memory, where there are other locks."""
    settings.DATA_DIR = tmp_path
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, path = connection.connection, str(tmp_path / "deal.sqlite3")
    with closing(sqlite3.connect(path)) as copy:
        in_memory.backup(copy)
    name = connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = in_memory, name


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave or raised; whatever is no plain refusal fails the test."""
    together, ends = Barrier(len(works)), []

    def work(one):
        try:
            together.wait(timeout=20)
            ends.append(one())
        except Exception as end:  # noqa: BLE001 -- told apart below
            ends.append(end)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[one]) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(ends) == len(works)
    unforeseen = [end for end in ends if isinstance(end, Exception) and not isinstance(end, TOLD)]
    assert unforeseen == []
    return ends


def fresh(record):
    """As each of them loads it."""
    return type(record).objects.get(pk=record.pk)


def done(ends):
    return [end for end in ends if not isinstance(end, Exception)]


def test_an_organisation_merges_once():
    hier, daar = make_municipality("Gemeente Hier"), make_municipality("Gemeente Daar")

    def merge(name):
        pair = list(Organisation.objects.filter(pk__in=[hier.pk, daar.pk]))
        new = Organisation(name=name, kind="municipality", helix="government")
        return merge_organisations(predecessors=pair, successor=new, on=date(2026, 1, 1), by=BY, at=now())

    ends = at_once(lambda: merge("Gemeente Een"), lambda: merge("Gemeente Twee"))

    assert len(done(ends)) == 1
    assert Merger.objects.count() == 1
    assert Organisation.objects.count() == 3


def test_a_gate_that_two_looked_at_is_decided_about_once():
    phase = make_phase()
    seen = fingerprint(gate(phase.deal, phase, today()))

    def decide(decision):
        return review_gate(
            deal=phase.deal,
            phase=phase,
            decision=decision,
            reason="Seen.",
            state_on=today(),
            seen=seen,
            by=BY,
            at=now(),
        )

    ends = at_once(lambda: decide("pass"), lambda: decide("hold"))

    assert Review.objects.count() == len(done(ends)) == 1


def test_a_partner_that_two_saw_moves_once():
    partner = make_partner(stage="talk")

    def move(stage):
        mine = Partner.objects.get(pk=partner.pk)
        return move_partner(
            partner=mine, stage=stage, since_on=today(), seen_revision=partner.revision, by=BY, at=now()
        )

    ends = at_once(lambda: move("intention"), lambda: move("partner"))

    assert len(done(ends)) == 1
    assert Standing.objects.filter(partner=partner).count() == 2


def test_an_organisation_comes_into_a_deal_once():
    deal, organisation = make_deal(), make_organisation()

    ends = at_once(*[lambda: add_partner(deal=deal, organisation=organisation, by=BY, at=now())] * 2)

    assert len(done(ends)) == 1
    assert Standing.objects.count() == Partner.objects.count() == 1


def test_a_kvk_number_is_of_one_organisation():
    def add(name):
        return add_organisation(name=name, kind="company", helix="business", kvk="12345678", by=BY, at=now())

    ends = at_once(lambda: add("Een"), lambda: add("Twee"))

    assert len(done(ends)) == 1
    assert Organisation.objects.filter(kvk="12345678").count() == 1


def test_eight_writers_make_one_unbroken_chain():
    deal, each = make_deal(), 15

    def write():
        for _ in range(each):
            add_partner(deal=deal, organisation=make_organisation(), by=BY, at=now())

    at_once(*[write] * 8)

    chain = Chain.objects.get(name=deal.journal_chain)
    numbers = list(Entry.objects.filter(chain=chain).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 8 * each + 1))
    assert list(verify()) == []


def test_a_chain_that_begins_twice_is_one_chain():
    from_two = [make_organisation(), make_organisation()]

    def begin(one):
        with transaction.atomic():
            return record(
                Verb.ORGANISATION_ADDED, about=one, by=BY, at=now(), facts={"organisation": one.name}
            )

    ends = at_once(*[lambda one=one: begin(one) for one in from_two])

    assert len(done(ends)) == 2
    assert list(verify()) == []


def test_an_invitation_lets_one_in_once():
    invitation = make_invitation(make_contact())

    ends = at_once(*[lambda: accept_invitation(invitation=fresh(invitation), at=now())] * 2)

    assert len(done(ends)) == 1
    assert User.objects.filter(email=invitation.email).count() == 1
    assert Invitation.objects.exclude(accepted_at=None).count() == 1


def test_an_enquiry_becomes_one_partner():
    enquiry = make_enquiry(kind="company")
    new = {"name": "Iets Nieuws", "kind": "company", "helix": "business"}

    def accept():
        return accept_enquiry(
            enquiry=fresh(enquiry),
            organisation=None,
            new=new,
            stage="talk",
            since_on=today(),
            by=BY,
            at=now(),
        )

    ends = at_once(accept, accept)

    assert len(done(ends)) == 1
    assert Enquiry.objects.get().partner == Partner.objects.get()
    assert Person.objects.count() == 1


def test_one_address_is_one_person_at_two_organisations():
    def add(organisation):
        return add_contact(
            organisation=organisation,
            name="Els",
            email="els@example.org",
            since_on=today(),
            by=BY,
            at=now(),
        )

    places = [make_organisation(), make_organisation()]
    ends = at_once(*[lambda place=place: add(place) for place in places])

    assert len(done(ends)) == 2
    assert Person.objects.get().contacts.count() == 2


def test_one_takes_over_from_a_contact():
    contact = make_contact()

    def succeed(name):
        return succeed_contact(
            contact=fresh(contact), name=name, from_on=today(), invite=False, by=BY, at=now()
        )

    ends = at_once(lambda: succeed("Els"), lambda: succeed("Kees"))

    assert len(done(ends)) == 1
    assert Contact.objects.filter(until_on=None).count() == 1


def test_one_of_the_office_keeps_in_touch():
    partner, office = make_partner(), [make_user("Els"), make_user("Kees")]
    for user in office:
        make_grant(user, "office", partner.deal)

    def name(user):
        return name_relation_manager(partner=fresh(partner), user=user, by=BY, at=now())

    at_once(*[lambda user=user: name(user) for user in office])

    assert RelationManager.objects.filter(until_on=None).count() == 1


def table(deal):
    """One organisation that is known and gets a website, and one that is new; looked at, and not in yet."""
    upload = SimpleUploadedFile(
        "table.csv",
        b"Organisatie;Soort;Website\nBekend BV;bedrijf;https://bekend.example\nNieuw BV;bedrijf;\n",
    )
    of = imports.upload_table(kind="partners", about=deal, upload=upload, by=BY, at=now())
    imports.choose_columns(of=of, columns=of.columns, options=of.options, at=now())
    return imports.judge_rows(of=of, at=now())


def test_a_table_comes_in_once():
    of = table(make_deal())

    ends = at_once(*[lambda: imports.import_table(of=fresh(of), by=BY, at=now())] * 2)

    assert len(done(ends)) == 1
    assert Organisation.objects.count() == 2
    assert Entry.objects.filter(verb=Verb.TABLE_IMPORTED).count() == 1


def test_two_tables_that_say_the_same_bring_it_in_once():
    deal = make_deal()
    tables = [table(deal), table(deal)]

    ends = at_once(*[lambda of=of: imports.import_table(of=fresh(of), by=BY, at=now()) for of in tables])

    assert len(done(ends)) == 1
    assert Organisation.objects.count() == 2
    assert Import.objects.filter(step=Step.DONE).count() == 1


@pytest.mark.parametrize("name", ["Bekend BV", "Nieuw BV"])
def test_what_somebody_edits_while_an_import_is_undone_is_not_lost(name):
    make_organisation("Bekend BV")
    of = imports.import_table(of=table(make_deal()), by=BY, at=now())
    edited = Organisation.objects.get(name=name)

    def edit():
        mine = fresh(edited)
        return change_organisation(
            organisation=mine, seen_revision=edited.revision, name=mine.name, kind=mine.kind,
            helix=mine.helix, website="https://beter.example", by=BY, at=now(),
        )  # fmt: skip

    ends = at_once(edit, lambda: imports.undo_import(of=fresh(of), by=BY, at=now()))

    websites = Organisation.objects.filter(name=name).values_list("website", flat=True)
    kept = "https://beter.example" in websites
    assert len(done(ends)) == 1
    assert kept == (fresh(of).step == Step.DONE)
