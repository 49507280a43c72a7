"""The pages of the selection: who sees what, on a telephone, on the big screen and by mail; and the same as JSON."""

import pytest
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.links.actions import make_link
from kopgroep.rooms.meetings.models import Decision
from kopgroep.rooms.selection.actions import hand_out_ballot
from kopgroep.rooms.selection.models import Ballot, Choice, Rejection, Round
from kopgroep.rooms.selection.views.asking import BallotByMail
from tests.factories.assessment import make_assessment, make_criterion, make_framework, make_score
from tests.factories.contributions import exploring
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_design_principle, make_norm, make_phase, make_phase_entry
from tests.factories.selection import make_ballot, make_choice, make_rejection, make_round, make_vote
from tests.factories.tools import make_tool
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(client, url, **data):
    return client.get(url, data).content.decode()


@pytest.fixture
def tools(deal):
    return tuple(make_tool(deal, name, owner=make_partner(deal)) for name in ("Alpha", "Beta", "Gamma"))


@pytest.fixture
def within(deal, tools):
    return make_round(deal, title="Which tools?", tools=tools, code="ABC234", opened_at=now())


@pytest.fixture
def charlies(deal, charlie):
    """The partner that Charlie speaks for from here on."""
    partner = make_partner(deal)
    make_contact(partner.organisation, make_person("Charlie", user=charlie))
    return partner


def test_from_the_code_on_the_screen_to_the_own_ballot(charlie, charlies, within, tools):
    client = signed_in(charlie)
    ballot = reverse("selection:ballot", args=[within.pk, charlies.pk])

    assert client.get("/vote/", {"code": "abc234"})["Location"] == ballot
    assert client.get("/vote/abc234/")["Location"] == ballot
    assert client.get("/vote/XXXXXX/").status_code == 404
    answer = client.post(ballot, {f"tool_{tools[0].pk}": "4", f"tool_{tools[1].pk}": "2"}, follow=True)

    assert "is noted" in answer.content.decode()
    assert Ballot.objects.cast().get().partner == charlies


def test_too_many_dots_come_back_with_what_was_given(charlie, charlies, within, tools):
    url = reverse("selection:ballot", args=[within.pk, charlies.pk])

    answer = signed_in(charlie).post(url, {f"tool_{tool.pk}": "3" for tool in tools})

    assert "There are 6 dots to divide, and you gave 9." in answer.content.decode()
    assert not Ballot.objects.exists()


def test_nobody_votes_for_another_organisation(charlie, charlies, within, deal):
    other = make_partner(deal)

    answer = signed_in(charlie).get(reverse("selection:ballot", args=[within.pk, other.pk]))

    assert answer.status_code == 403


def test_while_votes_come_in_nobody_sees_the_count(deal, alice, within, tools):
    make_phase_entry(exploring(deal), entered_on=today())
    make_vote(make_ballot(within), tools[1], 5)
    client = signed_in(alice)
    pages = [reverse(f"selection:{name}", args=[within.pk]) for name in ("round", "screen")]
    hidden = ["<td" in page(client, url) for url in pages]

    client.post(reverse("selection:round-close", args=[within.pk]))

    assert hidden == [False, False]
    assert ["<strong>5</strong>" in page(client, url) for url in pages] == [True, True]


def test_the_big_screen_has_the_code_and_asks_for_itself_until_the_round_closes(alice, within):
    client = signed_in(alice)
    url = reverse("selection:screen", args=[within.pk])
    whole = page(client, url)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "ABC234" in whole and 'hx-trigger="every 3s"' in part and "<html" not in part
    assert client.get(reverse("selection:code", args=[within.pk]))["Content-Type"] == "image/svg+xml"
    client.post(reverse("selection:round-close", args=[within.pk]))
    assert "hx-trigger" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_what_was_decided_is_on_record(alice, deal, within, tools):
    make_vote(make_ballot(within), tools[1], 5)
    client = signed_in(alice)
    client.post(reverse("selection:round-close", args=[within.pk]))
    url = reverse("selection:round-decide", args=[within.pk])
    client.post(url, {"tools": [tools[1].pk], "reason": "Most dots.", "way_back": "A new owner."})

    assert [choice.tool for choice in Choice.objects.all()] == [tools[1]]
    assert Decision.objects.get().text == "Most dots."
    assert Rejection.objects.count() == 2
    assert "Most dots." in page(client, reverse("selection:round", args=[within.pk]))
    assert "reserve 1" in page(client, reverse("selection:selection", args=[deal.code]))


def test_a_round_is_opened_from_the_page(alice, deal, tools):
    url = reverse("selection:round-add", args=[deal.code])
    typed = {"title": "Which?", "method": "score", "dots": 6, "quorum": 2, "tools": [tool.pk for tool in tools]}

    answer = signed_in(alice).post(url, typed)

    made = Round.objects.get()
    assert answer["Location"] == f"/rounds/{made.pk}/"
    assert (made.quorum, made.tools.count()) == (2, 3)


def test_ballots_go_out_by_mail_and_opening_one_changes_nothing(
    alice, deal, within, tools, django_capture_on_commit_callbacks
):
    partner = make_partner(deal)
    person = make_person("Dora", email="dora@example.org")
    make_contact(partner.organisation, person)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(alice).post(reverse("selection:round-ask", args=[within.pk]))
    ballot = Ballot.objects.get(partner=partner)
    _link, token = make_link(
        purpose=BallotByMail(),
        about=ballot,
        name="Dora",
        email="dora@example.org",
        by=Actor.of(alice),
        at=now(),
    )
    client = Client(headers={"accept-language": "en"})
    url = reverse("link", args=[token])
    opened = client.get(url, follow=True)
    cast = Ballot.objects.cast().count()
    client.post(opened.request["PATH_INFO"], {f"tool_{tools[0].pk}": "6"})

    assert (opened.status_code, cast) == (200, 0)
    ballot.refresh_from_db()
    assert ballot.cast_at is not None
    assert [vote.points for vote in ballot.votes.all()] == [6]


def test_a_choice_is_taken_back_and_a_tool_reconsidered(alice, deal, tools):
    choice, rejection = make_choice(tools[0]), make_rejection(tools[1])
    client = signed_in(alice)
    typed = {"reason": "Otherwise.", "on": today().isoformat()}

    client.post(reverse("selection:revoke", args=[choice.pk]), typed)
    client.post(reverse("selection:reconsider", args=[rejection.pk]), typed)

    choice.refresh_from_db()
    rejection.refresh_from_db()
    assert (choice.revoked_on, rejection.reconsidered_on) == (today(), today())


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_tool_and_for_three(
    alice, deal, count, django_assert_max_num_queries
):
    make_design_principle(deal)
    for _number in range(count):
        make_choice(make_tool(deal, owner=make_partner(deal)))
        make_rejection(make_tool(deal))
    client = signed_in(alice)

    with django_assert_max_num_queries(24):
        client.get(reverse("selection:selection", args=[deal.code]))


# The proposal


def scored(deal, tools, scores):
    framework = make_framework(deal)
    criterion = make_criterion(framework, "feasible")
    partner = make_partner(deal)
    for tool, value in zip(tools, scores, strict=True):
        assessment = make_assessment(framework, tool, partner, submitted_on=today())
        make_score(assessment, criterion, value=value)


def test_the_proposal_takes_the_best_and_says_why_others_stay_out(alice, deal, tools):
    make_norm(make_phase(deal, "explore", kind="explore"), "twelve", measure="chosen_tools", threshold=2)
    scored(deal, tools, (5, 2, 4))

    answer = signed_in(alice).get(reverse("selection:proposal", args=[deal.code]))

    rows = {row["name"]: (row["is_in"], row["points"]) for row in answer.context["rows"]}
    assert rows["Alpha"] == (True, 5.0)
    assert answer.context["choose_url"].count("tools=") == sum(1 for is_in, _points in rows.values() if is_in)


def test_an_impossible_proposal_says_what_would_make_it_possible(alice, deal, tools):
    make_norm(make_phase(deal, "explore", kind="explore"), "twelve", measure="chosen_tools", threshold=5)

    answer = signed_in(alice).get(reverse("selection:proposal", args=[deal.code]))
    words = answer.content.decode()

    assert "5 tools are needed, and only 3 can be chosen at all." in words
    assert "Loosen by 2: the least number of tools. Less does not help." in words


def test_a_tool_without_an_owner_stays_out_with_that_reason(alice, deal, tools):
    phase = make_phase(deal, "explore", kind="explore")
    make_norm(phase, "owned", measure="tools_with_owner", threshold=100)
    make_tool(deal, "Orphan")

    words = page(signed_in(alice), reverse("selection:proposal", args=[deal.code]))

    assert "Orphan: nobody owns it yet. With an owner it can be chosen." in words


def test_a_large_longlist_is_left_to_the_worker(alice, deal, tools, monkeypatch):
    monkeypatch.setattr("kopgroep.rooms.selection.advice.proposal.DIRECT", 2)
    client = signed_in(alice)
    url = reverse("selection:proposal", args=[deal.code])
    before = page(client, url)
    client.post(reverse("selection:proposal-calculate", args=[deal.code]))
    job = Job.objects.get()
    kind_of_job(job)

    assert "This is a large longlist" in before
    assert "Tool by tool" in page(client, url)


def kind_of_job(job):
    """What the worker does with it."""
    from kopgroep.rooms.selection.advice import propose  # noqa: PLC0415 -- the work itself, not the page

    job.result = propose(lambda *_said: None, **job.arguments)
    job.save()


# JSON


def test_the_same_as_json(alice, deal, within, tools):
    partner = make_partner(deal)
    client = Client(headers={"authorization": f"Bearer {token_of(alice)}"})
    said = {"partner": str(partner.uid), "votes": [{"tool": str(tools[0].uid), "points": 4}]}

    cast = client.post(f"/api/v1/rounds/{within.uid}/ballots", said, content_type="application/json")
    closed = client.post(f"/api/v1/rounds/{within.uid}/closing")
    result = client.get(f"/api/v1/rounds/{within.uid}/result").json()
    made = client.post(
        f"/api/v1/deals/{deal.code}/choices",
        {"tools": [str(tools[0].uid)], "reason": "Most dots.", "round": str(within.uid)},
        content_type="application/json",
    )

    assert (cast.status_code, closed.status_code, made.status_code) == (201, 200, 201)
    assert [(line["name"], line["points"]) for line in result["lines"]][0] == ("Alpha", 4)
    assert [row["name"] for row in client.get(f"/api/v1/deals/{deal.code}/choices").json()] == ["Alpha"]
    back = client.post(
        f"/api/v1/choices/{made.json()[0]['uid']}/revocation",
        {"reason": "No."},
        content_type="application/json",
    )
    assert back.json()["revoked_on"] == today().isoformat()
