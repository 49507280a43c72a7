"""The deal meets every month, decides on record, and nothing that was promised is forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kopgroep.formats.ical import Entry, calendar_of
from kopgroep.formats.markdown import html_of
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import AMSTERDAM, now, today
from kopgroep.kernel.merging import merged
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.contributions.models import HoursSuggestion
from kopgroep.rooms.meetings import actions
from kopgroep.rooms.meetings.advice import propose_series
from kopgroep.rooms.meetings.faces import measures, waiting_for
from kopgroep.rooms.meetings.models import Attendance, Coming, Decision, Meeting, Registration, Task
from kopgroep.rooms.meetings.queries import open_tasks
from tests.factories.contributions import exploring
from tests.factories.meetings import make_agenda_item, make_decision, make_meeting, make_task
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_design_principle, make_phase_entry
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
ON = date(2026, 4, 10)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def explores(deal):
    make_phase_entry(exploring(deal), entered_on=date(2026, 2, 1))


def values(deal, measure, on=ON):
    return [s.value for s in next(each for each in measures(deal, on) if each.measure == measure).subjects]


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


# Every month, every principle


def test_every_month_of_exploring_needs_its_meeting(deal, explores, by):
    first = make_meeting(deal, starts_at=datetime(2026, 2, 12, 12, tzinfo=UTC))
    before = values(deal, "monthly_meetings")
    make_meeting(deal, starts_at=datetime(2026, 3, 12, 12, tzinfo=UTC))
    during = values(deal, "monthly_meetings")

    actions.cancel_meeting(meeting=first, reason="Storm", by=by, at=AT)

    assert (before, during, values(deal, "monthly_meetings")) == ([50], [100], [50])
    assert values(deal, "monthly_meetings", date(2026, 3, 20)) == [100]


def test_a_meeting_that_is_still_to_come_treats_nothing_yet(deal, by):
    principle = make_design_principle(deal)
    make_meeting(deal, starts_at=AT + timedelta(days=3), about=principle)

    assert values(deal, "principles_treated") == [0]
    assert values(deal, "principles_treated", ON + timedelta(days=3)) == [1]


def test_the_series_treats_each_principle_in_turn_and_falls_on_no_holiday(deal):
    principles = {make_design_principle(deal, code).code for code in ("a", "b", "c", "d")}

    found = propose_series(deal, first_month=date(2026, 4, 1), months=8, weekday=0)

    assert [one.on.month for one in found] == [4, 5, 6, 7, 8, 9, 10, 11]
    assert {one.on.weekday() for one in found} == {0}
    assert date(2026, 4, 6) not in {one.on for one in found}
    assert {one.principle.code for one in found[:4]} == principles


# Minutes


def test_minutes_of_two_who_write_at_once_both_stay(deal, by):
    item = make_agenda_item(make_meeting(deal), minutes="One.\n\nTwo.\n")
    base = item.minutes
    actions.write_minutes(item=item, base=base, minutes="One.\n\nTwo.\n\nThree.\n", by=by, at=AT)

    kept, touched = actions.write_minutes(
        item=item, base=base, minutes="Zero.\n\nOne.\n\nTwo.\n", by=by, at=AT
    )

    assert (kept.minutes, touched) == ("Zero.\n\nOne.\n\nTwo.\n\nThree.\n", False)


def test_at_the_same_place_both_texts_stand_there(deal, by):
    item = make_agenda_item(make_meeting(deal), minutes="We wait.\n")
    actions.write_minutes(item=item, base="We wait.\n", minutes="We go.\n", by=by, at=AT)

    kept, touched = actions.write_minutes(item=item, base="We wait.\n", minutes="We stay.\n", by=by, at=AT)

    assert (kept.minutes, touched) == ("We go.\nWe stay.\n", True)


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=6).map("".join)


@settings(deadline=None)
@given(base=LINES, mine=LINES, theirs=LINES)
def test_merging_loses_no_line_that_somebody_added(base, mine, theirs):
    text, _touched = merged(base, theirs, mine)

    for side in (mine, theirs):
        added = set(side.splitlines()) - set(base.splitlines())
        assert added <= set(text.splitlines())
    assert merged(base, base, mine)[0] == mine
    assert merged(base, theirs, base)[0] == theirs


def test_minutes_are_safe_to_show():
    shown = html_of("# Head\n\n<script>alert(1)</script> **bold** [x](javascript:alert(1))")

    assert "<h3>Head</h3>" in shown
    assert "<strong>bold</strong>" in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown


# Decisions and tasks


def test_a_replaced_decision_stays_in_the_register(deal, by):
    first = actions.record_decision(deal=deal, text="We meet on Mondays.", on=ON, by=by, at=AT)
    second = actions.replace_decision(decision=first, text="We meet on Fridays.", on=ON, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.end_decision(decision=first, reason="Old", by=by, at=AT)

    first.refresh_from_db()
    assert (first.state, second.state, first.replaced_by_decision) == ("replaced", "in force", second)
    assert codes(refusal) == ["ended"]


def test_a_task_is_open_until_it_is_done_and_comes_back_on_the_next_agenda(alice, deal, partner, by):
    task = actions.add_task(deal=deal, text="Draw the street", partner=partner, by=by, at=now())
    coming = make_meeting(deal, starts_at=now() + timedelta(days=2))
    page = signed_in(alice).get(coming.get_absolute_url()).content.decode()
    actions.finish_task(task=task, by=by, at=now())

    after = signed_in(alice).get(coming.get_absolute_url()).content.decode()

    assert ("Draw the street" in page, list(open_tasks(deal, today()))) == (True, [])
    assert "Still open from before" not in after


def test_a_contact_finishes_the_task_of_the_own_organisation_only(bob, deal, partner):
    mine, other = make_task(deal, partner=partner), make_task(deal, partner=make_partner(deal))
    client = signed_in(bob)

    assert client.post(reverse("meetings:done", args=[mine.pk])).status_code == 302
    assert client.post(reverse("meetings:done", args=[other.pk])).status_code == 403
    assert Task.objects.get(pk=mine.pk).done_on == today()


# Coming and being there


def test_the_last_place_goes_to_one_and_who_waits_moves_up(deal, by):
    meeting = make_meeting(deal, starts_at=AT + timedelta(days=1), capacity=1)
    first, second = make_person("A"), make_person("B")
    for person in (first, second):
        actions.answer(meeting=meeting, person=person, partner=None, coming=Coming.YES, by=by, at=AT)
    before = Registration.objects.get(person=second).coming

    actions.answer(meeting=meeting, person=first, partner=None, coming=Coming.NO, by=by, at=AT)

    assert (before, Registration.objects.get(person=second).coming) == (Coming.WAITING, Coming.YES)


def test_who_checks_in_with_the_code_needs_no_account_and_hours_are_suggested(deal, partner):
    person = make_person("Bea Straat")
    make_contact(partner.organisation, person)
    meeting = make_meeting(deal, starts_at=now() - timedelta(minutes=5))
    url = reverse("meetings:check-in", args=[meeting.check_in_code])
    client = Client(headers={"accept-language": "en"})
    opened = client.get(url)
    before = Attendance.objects.count()

    for name, organisation in (("bea straat", partner.pk), ("bea straat", partner.pk), ("Gast", "")):
        client.post(url, {"guest_name": name, "partner": organisation})

    assert (opened.status_code, before) == (200, 0)
    assert {(row.person, row.guest_name) for row in Attendance.objects.all()} == {
        (person, ""),
        (None, "Gast"),
    }
    assert HoursSuggestion.objects.get().minutes == 120


def test_checking_in_is_for_the_day_itself(deal, by):
    meeting = make_meeting(deal, starts_at=AT + timedelta(days=2))

    with pytest.raises(Obstructed) as refusal:
        actions.check_in(meeting=meeting, partner=None, guest_name="Too early", by=by, at=AT)

    assert codes(refusal) == ["too-early"]


def test_a_contact_is_asked_on_the_desk_and_answers(bob, deal, partner):
    meeting = make_meeting(deal, starts_at=now() + timedelta(days=3))
    asked = [str(item.detail) for item in waiting_for(bob, today())]
    signed_in(bob).post(reverse("meetings:answer", args=[meeting.pk]), {"coming": "yes"})

    assert asked == [meeting.title]
    assert Registration.objects.get().partner == partner
    assert waiting_for(bob, today()) == []


# Calendars


def test_a_moved_meeting_keeps_its_uid_and_counts_on(deal, by):
    meeting = make_meeting(deal, starts_at=now() + timedelta(days=9))
    start = (now() + timedelta(days=10)).replace(microsecond=0)
    actions.move_meeting(meeting=meeting, starts_at=start, ends_at=start + timedelta(hours=1), by=by, at=AT)
    page = signed_in(by.user).get(reverse("meetings:feed", args=[deal.code]))
    event = Calendar.from_ical(page.content).walk("VEVENT")[0]

    assert (event["SEQUENCE"], str(event["UID"])) == (1, f"{meeting.uid}@kopgroep")
    assert event.decoded("DTSTART") == start


def test_a_calendar_brings_the_time_zone_that_it_needs():
    start = datetime(2026, 7, 1, 13, tzinfo=AMSTERDAM)
    made = calendar_of([Entry("1@x", "Æ; komma, en\nregel", start, start + timedelta(hours=1), AT)])
    event = Calendar.from_ical(made).walk("VEVENT")[0]

    assert b"BEGIN:VTIMEZONE" in made
    assert str(event["SUMMARY"]) == "Æ; komma, en\nregel"
    assert event.decoded("DTSTART") == start


# Pages


def test_pages_open_for_the_office(alice, deal, partner):
    meeting = make_meeting(deal, starts_at=now() + timedelta(days=1))
    item, decision = make_agenda_item(meeting), make_decision(deal)
    make_task(deal, partner=partner)
    client, code = signed_in(alice), deal.code
    names = [
        "meetings",
        "call",
        "series",
        "feed",
        "decisions",
        "decide",
        "tasks",
        "task-add",
        "digest",
        "capture",
    ]
    pages = [reverse(f"meetings:{name}", args=[code]) for name in names]
    pages += [
        reverse(f"meetings:{name}", args=[meeting.pk])
        for name in ("meeting", "ics", "door", "move", "cancel", "item-add", "attend")
    ]
    pages += [reverse("meetings:minutes", args=[item.pk]), reverse("meetings:replace", args=[decision.pk])]
    pages += [
        reverse("meetings:end", args=[decision.pk]),
        reverse("meetings:decisions", args=[code]) + "?holds=yes",
    ]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_the_office_calls_a_series_after_seeing_the_days(alice, deal):
    make_design_principle(deal)
    typed = {"first_month": "2027-01-05", "months": "3", "weekday": "3", "starts": "13:00", "ends": "16:00"}
    client, url = signed_in(alice), reverse("meetings:series", args=[deal.code])
    seen = client.post(url, typed)
    before = Meeting.objects.count()
    client.post(url, {**typed, "call": "yes"})

    assert b"Call these meetings" in seen.content
    assert (before, Meeting.objects.filter(deal=deal).count()) == (0, 3)


def test_a_message_from_the_chat_is_kept_as_a_decision(alice, deal):
    typed = {"text": "We kiezen voor Zwolle.", "keep_as": "decision"}

    signed_in(alice).post(reverse("meetings:capture", args=[deal.code]), typed)

    assert Decision.objects.get().text == "We kiezen voor Zwolle."


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_as_many_queries_for_few_as_for_many(
    alice, deal, partner, number, django_assert_max_num_queries
):
    for _number in range(number):
        make_meeting(deal)
        make_task(deal, partner=partner)
        make_decision(deal)
    client = signed_in(alice)
    pages = [
        reverse(f"meetings:{name}", args=[deal.code]) for name in ("meetings", "tasks", "decisions", "digest")
    ]
    for page in pages:
        client.get(page)

    for page in pages:
        with django_assert_max_num_queries(22):
            assert client.get(page).status_code == 200


def test_a_program_calls_decides_and_reads_what_is_open(alice, deal, partner):
    client = Client(headers={"authorization": f"Bearer {token_of(alice)}"})
    base = f"/api/v1/deals/{deal.code}"
    start = now() + timedelta(days=1)
    body = {
        "title": "Talk",
        "startsAt": start.isoformat(),
        "endsAt": (start + timedelta(hours=1)).isoformat(),
    }
    called = client.post(f"{base}/meetings", body, content_type="application/json")
    decided = client.post(
        f"{base}/decisions", {"text": "Yes.", "on": today().isoformat()}, content_type="application/json"
    )
    task = client.post(
        f"{base}/tasks", {"text": "Do", "partner": str(partner.uid)}, content_type="application/json"
    )

    assert (called.status_code, decided.status_code, task.status_code) == (201, 201, 201)
    assert client.get(f"{base}/tasks").json()[0]["partner"] == str(partner.uid)
