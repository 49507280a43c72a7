"""Two who do the same at the same moment, each on a connection of their own: it happens once, and the other is told."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
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
from kopgroep.rooms.partners.actions import add_organisation, add_partner, merge_organisations, move_partner
from kopgroep.rooms.partners.models import Merger, Organisation, Partner, Standing
from tests.factories.partners import make_municipality, make_organisation, make_partner
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
