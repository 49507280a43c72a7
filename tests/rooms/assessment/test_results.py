"""Who sees which scores, versions beside each other, and what is taken back."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.advice import certainty_of, judged, own_lines_of
from kopgroep.rooms.assessment.forms import CriterionForm
from kopgroep.rooms.assessment.models import Assessment, Given
from kopgroep.rooms.assessment.queries import (
    criteria_for,
    framework_on,
    scores_of,
    to_judge_anew,
    tools_seen,
    weighted_means_of,
)
from tests.factories.accounts import make_user
from tests.factories.assessment import make_assessment, make_criterion, make_framework
from tests.factories.contributions import exploring
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person
from tests.factories.programme import make_design_principle, make_phase_entry
from tests.factories.tools import make_ownership, make_tool
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
ON = date(2026, 4, 10)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def framework(deal):
    framework = make_framework(deal)
    make_criterion(framework, "democratic", weight=2)
    make_criterion(framework, "feasible")
    return framework


@pytest.fixture
def partner(deal):
    return make_partner(deal)


@pytest.fixture
def asa(partner):
    user = make_user("Asa")
    make_contact(partner.organisation, make_person("Asa", user=user))
    return user


def test_who_assessed_one_tool_sees_that_one_and_all_when_all_are_done(deal, framework, partner, asa):
    make_phase_entry(exploring(deal))
    first, second, own = make_tool(deal, "A"), make_tool(deal, "B"), make_tool(deal, "C")
    make_ownership(own, partner)

    def seen():
        return tools_seen(asa, deal, framework, ON, runs_it=False)

    nothing = seen()
    make_assessment(first, framework, partner=partner, assessor=asa)
    one = seen()
    made = make_assessment(second, framework, partner=partner, assessor=asa)
    everything = seen()
    made.withdrawn_on = ON
    made.save()

    assert (nothing, one, everything, seen()) == (
        set(),
        {first.pk},
        {first.pk, second.pk, own.pk},
        {first.pk},
    )


def test_an_assessment_under_an_earlier_version_opens_nothing_of_this_one(deal, framework, partner, asa, by):
    make_phase_entry(exploring(deal))
    tool = make_tool(deal, "A")
    make_assessment(tool, framework, partner=partner, assessor=asa)
    draft = actions.draft_framework(deal=deal, by=by, at=AT)
    actions.adopt_framework(framework=draft, by=by, at=AT)

    now = framework_on(deal, ON)

    assert now == draft
    assert to_judge_anew(now, ON) == [tool]
    assert tools_seen(asa, deal, now, ON, runs_it=False) == set()
    assert tools_seen(asa, deal, framework, ON, runs_it=False) == {tool.pk}
    assert [line.tool for line in own_lines_of(judged(framework, ON))] == []


def test_the_numbers_follow_as_soon_as_a_score_changes(deal, framework, partner, asa, by):
    first, second = framework.criteria.order_by("order")
    tool = make_tool(deal)
    make_assessment(tool, framework, scores={first: 2, second: 2})
    what = {"tool": tool, "partner": partner, "assessor": asa, "by": by, "at": AT}

    def four(score):
        actions.assess_tool(
            **what, answers={"democratic": (Given.SCORE, score), "feasible": (Given.SCORE, score)}
        )
        line = own_lines_of(judged(framework, ON))[0]
        return line.score, line.assessors, line.spread

    assert (four(4), four(2)) == ((50, 2, 2.0), (25, 2, 0.0))
    assert scores_of(deal, ON) == {tool.pk: {"democratic": 2.0, "feasible": 2.0}}
    assert weighted_means_of(deal, ON) == {tool.pk: 2.0}


def test_a_criterion_of_one_principle_is_asked_of_its_tools_only(deal, framework):
    principle = make_design_principle(deal)
    first, second = framework.criteria.order_by("order")
    second.principles.add(principle)
    inside, outside = make_tool(deal, "In"), make_tool(deal, "Out")
    inside.principles.add(principle)
    make_assessment(inside, framework, scores={first: 4, second: 2})
    make_assessment(outside, framework, scores={first: 4})

    lines = own_lines_of(judged(framework, ON))

    assert (criteria_for(framework, inside), criteria_for(framework, outside)) == ([first, second], [first])
    assert [(line.name, line.rank_range) for line in lines] == [("Out", ""), ("In", "")]


def test_each_helix_and_the_agreement_are_told(deal, framework):
    criteria = list(framework.criteria.order_by("order"))
    good, fair = make_tool(deal, "Good"), make_tool(deal, "Fair")
    for helix, better in (("government", good), ("business", fair)):
        partner = make_partner(deal, make_organisation(helix=helix))
        for tool in (good, fair):
            scores = dict.fromkeys(criteria, 5 if tool == better else 2)
            make_assessment(tool, framework, partner=partner, scores=scores)

    sure = certainty_of(judged(framework, ON))

    assert sure.helices == {"government": {good.pk: 1, fair.pk: 2}, "business": {fair.pk: 1, good.pk: 2}}
    assert sure.alpha is not None
    assert sure.alpha < 0
    assert {line.tool for line in sure.discuss} == {good.pk, fair.pk}


def test_only_the_assessor_takes_an_assessment_back(alice, deal, framework, partner, asa):
    made = make_assessment(make_tool(deal), framework, partner=partner, assessor=asa)
    url = reverse("assessment:withdraw", args=[made.pk])

    def answer(user):
        client = Client()
        client.force_login(user)
        return client.post(url).status_code, Assessment.objects.get().withdrawn_on is not None

    assert (answer(alice), answer(asa)) == ((403, False), (302, True))


def test_a_program_that_assesses_its_own_tool_is_refused_and_that_is_written_down(
    deal, framework, partner, asa
):
    tool = make_tool(deal)
    make_ownership(tool, partner)
    program = Client(headers={"authorization": f"Bearer {token_of(asa)}"})

    answers = [{"criterion": code, "value": 4} for code in ("democratic", "feasible")]
    refused = program.post(
        f"/api/v1/tools/{tool.uid}/assessments", {"answers": answers}, content_type="application/json"
    )

    assert refused.status_code == 409
    assert not Assessment.objects.exists()
    assert Entry.objects.filter(verb=Verb.CONFLICT_FOUND).count() == 1


def test_the_ranking_leaves_as_a_file(alice, deal, framework):
    criteria = list(framework.criteria.all())
    make_assessment(make_tool(deal, "Street plan"), framework, scores=dict.fromkeys(criteria, 5))
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)

    rows = client.get(reverse("assessment:results", args=[deal.code]) + "?export=json").json()

    assert [(row["tool"], row["place"], row["score"]) for row in rows] == [("Street plan", 1, 100)]


def test_changing_a_criterion_in_one_language_leaves_the_other(framework):
    known = make_criterion(
        framework, "fair", name=Text("Eerlijk", "Fair"), anchors={"3": {"nl": "g", "en": "g"}}
    )
    typed = {"name": "Just", "question": "Is it?", "anchors": "1: for few\n5: for all", "weight": 1}

    form = CriterionForm(typed, framework=framework, known=known)
    wrong = CriterionForm(typed | {"anchors": "6: too high"}, framework=framework, known=known)

    assert form.is_valid()
    assert form.said()["name"] == Text("Eerlijk", "Just")
    assert sorted(form.said()["anchors"]) == ["1", "5"]
    assert [*wrong.errors] == ["anchors"]
