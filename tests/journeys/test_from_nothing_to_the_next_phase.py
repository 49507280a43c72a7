"""The first step of a deal as a story: from an empty installation, through the gate, into the next phase."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import add_user, grant_role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.archive.actions import load_deal
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.queries import gate, state_of
from kopgroep.rooms.partners.actions import add_organisation, add_partner, give_motivation, move_partner
from kopgroep.rooms.partners.models import Helix, OrganisationKind, Stage
from kopgroep.rooms.programme.actions import enter_phase
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.models import Deal

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 9, 1)
KINDS = (
    (OrganisationKind.COMPANY, Helix.BUSINESS),
    (OrganisationKind.KNOWLEDGE_INSTITUTION, Helix.KNOWLEDGE),
    (OrganisationKind.CITIZENS_GROUP, Helix.SOCIETY),
    (OrganisationKind.NATIONAL_BODY, Helix.GOVERNMENT),
)


def moment(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def value(deal, code, on):
    return next(norm for norm in state_of(deal, on).norms if norm.code == code).value


def test_a_deal_grows_from_its_charter_to_twenty_partners_and_into_the_next_phase():
    assert not Deal.objects.exists()
    deal = load_deal(
        charter=shipped_charter("voorbeeld-deal"),
        by=Actor.system("setup"),
        at=moment(BEGAN - timedelta(days=9)),
    )
    user = add_user(
        email="alice@example.org",
        name="Alice",
        by=Actor.system("setup"),
        at=moment(BEGAN - timedelta(days=9)),
    )
    grant_role(
        user=user, role=Role.MANAGER, on=deal, by=Actor.system("setup"), at=moment(BEGAN - timedelta(days=8))
    )
    alice = Actor.of(user)
    network, explore = deal.phases.order_by("order")[:2]
    enter_phase(phase=network, on=BEGAN, reason="We beginnen.", by=alice, at=moment(BEGAN))
    initiators = deal.partners.count()

    for number in range(20 - initiators):
        day = BEGAN + timedelta(days=number + 1)
        kind, helix = KINDS[number % 4]
        organisation = add_organisation(
            name=f"Organisatie {number + 1}", kind=kind, helix=helix, by=alice, at=moment(day)
        )
        partner = add_partner(
            deal=deal, organisation=organisation, stage=Stage.TALK, since_on=day, by=alice, at=moment(day)
        )
        move_partner(partner=partner, stage=Stage.PARTNER, since_on=day, by=alice, at=moment(day))
        give_motivation(
            partner=partner, text="Wij leren graag van elkaar.", given_on=day, by=alice, at=moment(day)
        )
    last = BEGAN + timedelta(days=20 - initiators)
    day_before = last - timedelta(days=1)

    assert value(deal, "partners-20", BEGAN) == initiators
    assert value(deal, "partners-20", day_before) == Decimal(19)
    assert value(deal, "partners-20", last) == Decimal(20)

    unmet = [norm.code for norm in gate(deal, network, last).unmet]
    decided = moment(last + timedelta(days=1))
    asked = {"deal": deal, "phase": network, "reason": "Het netwerk staat.", "by": alice, "at": decided}
    with pytest.raises(Obstructed):
        review_gate(decision="pass", state_on=day_before, **asked)
    exceptions = dict.fromkeys(unmet, "Dit volgt in de verkenning.")
    review = review_gate(decision="pass", state_on=last, exceptions=exceptions, **asked)
    entered_on = last + timedelta(days=2)
    enter_phase(phase=explore, on=entered_on, reason="De poort is open.", by=alice, at=moment(entered_on))

    assert review.lets_pass
    assert state_of(deal, entered_on).phase == explore
    assert state_of(deal, last).phase == network
    partner.refresh_from_db()
    move_partner(
        partner=partner,
        stage=Stage.LEFT,
        since_on=entered_on,
        note="Gestopt.",
        by=alice,
        at=moment(entered_on),
    )
    assert value(deal, "partners-20", last) == Decimal(20)
    assert value(deal, "partners-20", entered_on) == Decimal(19)
    frozen = next(norm for norm in review.evidence["norms"] if norm["code"] == "partners-20")
    assert frozen["value"] == "20"
    assert Entry.objects.filter(verb="gate.reviewed").count() == 1


def test_a_gate_with_a_must_that_is_not_met_is_passed_only_with_an_exception_that_says_why():
    deal = load_deal(charter=shipped_charter("voorbeeld-deal"), by=Actor.system("setup"), at=moment(BEGAN))
    network = deal.phases.order_by("order").first()
    by = Actor.system("setup")
    unmet = [norm.code for norm in gate(deal, network, BEGAN).unmet]
    asked = {"deal": deal, "phase": network, "state_on": BEGAN, "by": by, "at": moment(BEGAN)}

    with pytest.raises(Obstructed) as refusal:
        review_gate(decision="pass", reason="Toch door.", **asked)
    review = review_gate(
        decision="pass", reason="Toch door.", exceptions=dict.fromkeys(unmet, "Volgt snel."), **asked
    )

    assert "partners-20" in unmet
    assert {obstacle.code for obstacle in refusal.value.obstacles} == {"exception-missing"}
    assert review.lets_pass
    assert set(review.exceptions) == set(unmet)
