"""Deciding about a gate."""

from uuid import uuid4

import pytest

from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import gate
from kopgroep.rooms.gates.queries.evidence import compare, fingerprint
from kopgroep.rooms.programme.models import DealKind
from tests.factories.partners import make_organisation, make_partner, make_standing


@pytest.fixture
def decide(deal, network, by, at, on):
    def decide(decision="pass", **fields):
        asked = {"reason": "All is there.", "state_on": on, **fields}
        return review_gate(deal=deal, phase=network, decision=decision, by=by, at=at, **asked)

    return decide


def codes_of(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_gate_with_all_its_musts_met_can_be_passed(decide, twenty, deal, network, on):
    review = decide()

    assert review.lets_pass
    assert gate(deal, network, on).decision == review
    assert Entry.objects.get(verb="gate.reviewed").facts["asked"] == 2


def test_nineteen_partners_pass_only_with_an_exception_that_says_why(decide, twenty, on):
    make_standing(twenty[0], stage="left", since_on=on)

    with pytest.raises(Obstructed) as refusal:
        decide()
    review = decide(exceptions={"partners-20": "The twentieth signs tomorrow."})

    assert codes_of(refusal) == ["exception-missing"]
    assert review.exceptions == {"partners-20": "The twentieth signs tomorrow."}


def test_a_gate_is_held_without_exceptions(decide):
    assert not decide("hold").lets_pass


def test_conditions_must_be_said(decide, twenty):
    with pytest.raises(Obstructed) as refusal:
        decide("conditions")

    assert codes_of(refusal) == ["no-conditions"]


def test_an_exception_for_what_is_met_is_refused(decide, twenty):
    with pytest.raises(Obstructed) as refusal:
        decide(exceptions={"partners-20": "Why not."})

    assert codes_of(refusal) == ["exception-not-needed"]


def test_a_state_that_changed_while_deciding_is_looked_at_again(decide, twenty, deal, network, on):
    seen = fingerprint(gate(deal, network, on))
    make_partner(deal)

    with pytest.raises(Obstructed) as refusal:
        decide(seen=seen)

    assert codes_of(refusal) == ["state-changed"]


def test_history_cannot_be_decided_about(decide, deal, twenty):
    deal.kind = DealKind.HISTORICAL
    deal.save()

    with pytest.raises(Obstructed) as refusal:
        decide()

    assert codes_of(refusal) == ["read-only"]
    assert not Review.objects.exists()


def test_sending_the_form_twice_makes_one_decision(decide, twenty):
    uid = uuid4()

    assert decide(uid=uid) == decide(uid=uid)
    assert Review.objects.count() == Entry.objects.filter(verb="gate.reviewed").count() == 1


def test_the_evidence_stays_as_it_was_and_differences_are_marked(decide, twenty, deal, network, on):
    review = decide()
    make_standing(twenty[3], stage="left", since_on=on)
    make_partner(deal, make_organisation("Newcomer"))

    review.refresh_from_db()
    norm = next(norm for norm in compare(review, gate(deal, network, on)) if norm.sentence == "partners-20")

    assert (norm.then, norm.then_words, norm.now, norm.now_words) == ("met", "20 of 20", "met", "20 of 20")
    assert (norm.gone, norm.new, norm.has_changed) == (("Party 03",), ("Newcomer",), True)
    assert len(norm.evidence) == 20


def test_nothing_is_marked_while_nothing_changed(decide, twenty, deal, network, on):
    assert [norm.has_changed for norm in compare(decide(), gate(deal, network, on))] == [False, False, False]
