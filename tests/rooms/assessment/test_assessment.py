"""A framework is adopted, tools are judged blind, and the ranking says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import today
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.advice import judged, ranking_of, robust_of
from kopgroep.rooms.assessment.faces import measures, waiting_for
from kopgroep.rooms.assessment.models import Assessment, Framework, Given
from kopgroep.rooms.assessment.queries import framework_on, work_of
from kopgroep.rooms.contributions.models import HoursSuggestion
from kopgroep.rooms.programme.charter import shipped_charter
from tests.factories.accounts import make_grant, make_user
from tests.factories.assessment import make_assessment, make_criterion, make_framework
from tests.factories.contributions import exploring
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_phase_entry
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
def blind(deal):
    make_phase_entry(exploring(deal))


def assessor_of(partner, name="Asa"):
    user = make_user(name)
    make_contact(partner.organisation, make_person(name, user=user))
    return user


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def value(deal, measure, on=ON):
    return next(each for each in measures(deal, on) if each.measure == measure).subjects[0].value


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def all_threes(framework):
    return {criterion.code: (Given.SCORE, 3) for criterion in framework.criteria.all()}


# The framework


def test_the_norm_turns_when_a_framework_is_adopted_and_the_past_stays(deal, by):
    draft = actions.draft_framework(deal=deal, by=by, at=AT)
    with pytest.raises(Obstructed) as refusal:
        actions.adopt_framework(framework=draft, by=by, at=AT)
    actions.change_criterion(framework=draft, name=Text.of("Feasible"), by=by, at=AT)

    actions.adopt_framework(framework=draft, by=by, at=AT)

    assert codes(refusal) == ["no-criteria"]
    assert (value(deal, "framework_adopted"), value(deal, "framework_adopted", ON - timedelta(days=1))) == (
        1,
        0,
    )


def test_an_adopted_version_stays_and_a_new_one_begins_with_its_criteria(deal, framework, by):
    with pytest.raises(Obstructed) as refusal:
        actions.change_criterion(framework=framework, name=Text.of("Cheap"), by=by, at=AT)
    draft = actions.draft_framework(deal=deal, by=by, at=AT)
    actions.change_criterion(
        framework=draft, code="feasible", name=Text.of("Feasible soon"), weight=5, by=by, at=AT
    )
    actions.adopt_framework(framework=draft, by=by, at=AT)

    assert codes(refusal) == ["adopted"]
    assert framework.criteria.get(code="feasible").weight == 1
    assert framework_on(deal, ON).number == 2
    assert framework_on(deal, ON - timedelta(days=1)).number == 1


def test_the_charter_brings_a_draft_with_the_seven_public_values(deal):
    criteria = shipped_charter("voorbeeld-deal").framework

    assert [each.code for each in criteria] == [
        "democratisch",
        "duurzaam",
        "haalbaar",
        "schaalbaar",
        "deelbaar",
    ]
    assert len(criteria[0].sub_questions) == 7


# Assessing


def test_an_owner_and_a_maker_do_not_judge_their_own_tool(deal, framework, by):
    partner = make_partner(deal)
    user = assessor_of(partner)
    owned, made, free = make_tool(deal), make_tool(deal), make_tool(deal)
    make_ownership(owned, partner)
    made.makers.add(partner)

    for tool in (owned, made):
        with pytest.raises(Obstructed) as refusal:
            actions.assess_tool(
                tool=tool, partner=partner, assessor=user, answers=all_threes(framework), by=by, at=AT
            )
        assert codes(refusal) == ["conflict"]

    work = work_of(user, deal, framework, ON)
    assert ([*work.to_do], {*work.barred}) == ([free], {owned, made})


def test_every_criterion_is_answered_or_said_not_to_apply(deal, framework, by):
    partner = make_partner(deal)
    user, tool = assessor_of(partner), make_tool(deal)
    what = {"tool": tool, "partner": partner, "assessor": user, "by": by, "at": AT}

    with pytest.raises(Obstructed) as refusal:
        actions.assess_tool(**what, answers={"democratic": (Given.SCORE, 6)})
    draft = actions.assess_tool(**what, answers={"democratic": (Given.SCORE, 4)}, submit=False)
    before = value(deal, "tools_assessed")
    actions.assess_tool(
        **what, answers={"democratic": (Given.SCORE, 4), "feasible": (Given.CANNOT_JUDGE, None)}
    )

    assert codes(refusal) == ["no-answer", "no-answer"]
    assert Assessment.objects.get() == draft
    assert (before, value(deal, "tools_assessed")) == (0, 100)
    assert HoursSuggestion.objects.get().partner == partner


def test_what_is_taken_back_counts_for_the_days_before_only(deal, framework, by):
    tool = make_tool(deal)
    made = make_assessment(tool, framework)
    during = value(deal, "tools_assessed")

    actions.withdraw_assessment(assessment=made, by=by, at=AT)

    assert (during, value(deal, "tools_assessed"), value(deal, "tools_assessed", ON - timedelta(days=1))) == (
        100,
        0,
        100,
    )


def test_the_next_tool_is_the_one_that_was_assessed_the_fewest_times(deal, framework):
    user = assessor_of(make_partner(deal))
    often, never = make_tool(deal, "A often"), make_tool(deal, "B never")
    make_assessment(often, framework)

    assert work_of(user, deal, framework, ON).next == never


# Blind


def test_nobody_sees_scores_of_others_before_their_own_are_in(deal, framework, blind):
    partner = make_partner(deal)
    user, tool = assessor_of(partner), make_tool(deal, "Street plan")
    criteria = list(framework.criteria.all())
    make_assessment(tool, framework, scores=dict.fromkeys(criteria, 5))
    client = signed_in(user)
    pages = [reverse("assessment:results", args=[deal.code]), reverse("assessment:tool", args=[tool.pk])]
    before = [client.get(page).content.decode() for page in pages]
    program = Client(headers={"authorization": f"Bearer {token_of(user)}"})
    refused = program.get(f"/api/v1/deals/{deal.code}/ranking").status_code
    make_assessment(tool, framework, partner=partner, assessor=user, scores=dict.fromkeys(criteria, 3))
    after = [client.get(page).content.decode() for page in pages]

    assert all("when your own are in" in page for page in before)
    assert refused == 403
    assert not any("when your own are in" in page for page in after)
    assert program.get(f"/api/v1/deals/{deal.code}/ranking").json()[0]["tool"] == "Street plan"


# Results


def test_what_does_not_apply_or_cannot_be_judged_leaves_the_mean_alone(deal, framework):
    first, second = framework.criteria.order_by("order")
    good, other = make_tool(deal, "Good"), make_tool(deal, "Other")
    one = make_assessment(good, framework, scores={first: 5})
    one.scores.create(criterion=second, given=Given.NOT_APPLICABLE)
    two = make_assessment(good, framework, scores={first: 5})
    two.scores.create(criterion=second, given=Given.CANNOT_JUDGE)
    make_assessment(other, framework, scores={first: 4, second: 4})

    ranking = ranking_of(judged(framework, ON))

    assert [int(each.tool) for each in ranking.tools] == [good.pk, other.pk]
    assert ranking.tools[0].score == 1


def test_weights_turn_the_ranking_and_a_knock_out_takes_a_tool_out(deal, framework):
    first, second = framework.criteria.order_by("order")
    fair, easy, bad = make_tool(deal, "Fair"), make_tool(deal, "Easy"), make_tool(deal, "Bad")
    make_assessment(fair, framework, scores={first: 5, second: 2})
    make_assessment(easy, framework, scores={first: 2, second: 5})
    make_assessment(bad, framework, scores={first: 1, second: 5})
    first.knock_out_below = 2
    first.save()
    rows = judged(framework, ON)

    assert [int(each.tool) for each in ranking_of(rows).tools] == [fair.pk, easy.pk]
    assert [int(each.tool) for each in ranking_of(rows, {"democratic": 1, "feasible": 9}).tools] == [
        easy.pk,
        fair.pk,
    ]
    assert [int(each.tool) for each in ranking_of(rows).out[0:1]] == [bad.pk]
    assert robust_of(rows).standings[0].acceptability[0] > 0.9


@pytest.mark.parametrize("number", [1, 3])
def test_results_take_as_many_queries_for_few_as_for_many(
    alice, deal, framework, number, django_assert_max_num_queries
):
    criteria = list(framework.criteria.all())
    for _number in range(number):
        make_assessment(make_tool(deal), framework, scores=dict.fromkeys(criteria, 4))
    client, url = signed_in(alice), reverse("assessment:results", args=[deal.code])
    client.get(url)

    with django_assert_max_num_queries(26):
        page = client.get(url)

    assert page.status_code == 200
    assert b"kg-heat" in page.content


def test_sliders_rank_anew_without_the_rest_of_the_page(alice, deal, framework):
    criteria = list(framework.criteria.all())
    make_assessment(make_tool(deal, "Street plan"), framework, scores=dict.fromkeys(criteria, 4))
    url = reverse("assessment:results", args=[deal.code]) + "?w-democratic=0&w-feasible=10"

    part = Client(headers={"accept-language": "en", "hx-request": "true"})
    part.force_login(alice)
    page = part.get(url).content.decode()

    assert "Ranking with your weights" in page
    assert "<html" not in page


# Pages


def test_an_assessor_judges_and_is_led_to_the_next(deal, framework):
    user = assessor_of(make_partner(deal))
    first, second = make_tool(deal, "A"), make_tool(deal, "B")
    answers = {"c-democratic": "4", "c-feasible": "not_applicable", "keep": "in"}

    there = signed_in(user).post(reverse("assessment:assess", args=[first.pk]), answers)

    assert there.headers["Location"] == reverse("assessment:assess", args=[second.pk])
    assert [str(item.label) for item in waiting_for(user, today())] == ["1 tool to assess"]


def test_the_office_drafts_changes_and_adopts_on_the_page(alice, deal):
    client = signed_in(alice)
    make_grant(alice, Role.OFFICE, deal)
    client.post(reverse("assessment:draft", args=[deal.code]))
    draft = Framework.objects.get(deal=deal)
    typed = {"name": "Feasible", "question": "Can it be made?", "sub_questions": "Time\nMoney", "weight": "2"}
    client.post(reverse("assessment:criterion-add", args=[draft.pk]), typed)
    changed = client.get(reverse("assessment:criterion", args=[draft.pk, "feasible"]))
    client.post(reverse("assessment:adopt", args=[draft.pk]))

    page = client.get(reverse("assessment:framework", args=[deal.code])).content.decode()

    assert changed.status_code == 200
    assert "counts for 100%" in page
    assert framework_on(deal, today()) == draft
