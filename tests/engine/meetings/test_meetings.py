"""Calendars that keep their rules, are the best of all that do, and change no more than they must."""

import itertools
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import as_json
from kopgroep.engine.child import in_child
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.meetings.check import broken_rules
from kopgroep.engine.meetings.problem import Agreed, Calendar, Meeting, Person
from kopgroep.engine.meetings.schedule import schedule_meetings

START = date(2026, 1, 6)
FEW = settings(max_examples=30, deadline=None)


def days(month, count=3):
    return tuple(START + timedelta(days=30 * month + 7 * at) for at in range(count))


def meetings(count=3):
    return tuple(Meeting(id=f"m{at}", candidates=days(at)) for at in range(count))


def calendar(**other):
    parts = {
        "meetings": meetings(),
        "people": (Person(id="ada"), Person(id="bo")),
        "principles": ("flexible", "fair"),
    }
    return Calendar(**(parts | other))


def chosen_of(plan):
    return {one.meeting: (one.date, one.principle) for one in plan.planned}


def points_of(problem, chosen):
    return sum(
        1 + (principle in person.principles)
        for day, principle in chosen.values()
        for person in problem.people
        if day not in person.away
    )


def changes_of(problem, chosen):
    return sum(chosen[one.meeting] != (one.date, one.principle) for one in problem.agreed)


def every_calendar(problem):
    """All calendars that keep the rules, by trying everything."""
    locked = {one.meeting: [(one.date, one.principle)] for one in problem.agreed if one.locked}
    ways = [
        locked.get(meeting.id) or list(itertools.product(meeting.candidates, problem.principles or (None,)))
        for meeting in problem.meetings
    ]
    for way in itertools.product(*ways):
        chosen = {meeting.id: one for meeting, one in zip(problem.meetings, way, strict=True)}
        if not broken_rules(problem, chosen):
            yield chosen


def test_the_day_on_which_most_can_come_is_taken():
    people = (Person(id="ada", away=(days(0)[0],)), Person(id="bo", away=(days(0)[0], days(0)[1])))

    plan = schedule_meetings(calendar(people=people))

    assert plan.planned[0].date == days(0)[2]
    assert plan.planned[0].present == 2
    assert plan.outcome.status == "optimal"


def test_holidays_required_people_and_quorum_come_first():
    firm = tuple(Person(id=f"firm{at}", helix="business") for at in range(2))
    people = (
        *firm,
        Person(id="chair", required=True, helix="government", away=(days(0)[1],)),
        Person(id="town", helix="government", away=(days(0)[2],)),
    )
    problem = calendar(people=people, holidays=(days(0)[0],), quorum={"government": 2})

    plan = schedule_meetings(problem)

    # The first day is a holiday, on the second the chair is away, on the third there is no quorum.
    assert plan.outcome.status == "infeasible"
    (reason,) = plan.infeasibility.reasons
    assert (reason.code, reason.refs) == ("meetings.no_day_left", ("m0",))
    assert reason.params == {"candidates": 3, "holidays": 1, "required_away": 1, "no_quorum": 1}
    assert plan.infeasibility.rung == "items"

    allowed = msgspec.structs.replace(problem, quorum={"government": 1})
    assert schedule_meetings(allowed).planned[0].date == days(0)[2]


def test_principles_take_turns_and_never_come_twice_in_a_row():
    people = (Person(id="ada", principles=("fair",)),)

    plan = schedule_meetings(calendar(people=people, meetings=meetings(5)))

    # Who cares about one principle only gets it as often as turns allow.
    assert [one.principle for one in plan.planned] == ["fair", "flexible", "fair", "flexible", "fair"]
    assert plan.presence[0].own_principle == 3


def test_a_deal_without_principles_has_meetings_without():
    plan = schedule_meetings(calendar(principles=()))

    assert [one.principle for one in plan.planned] == [None, None, None]


def test_everybody_can_come_to_as_many_as_was_asked():
    ada = Person(id="ada", away=tuple(day for month in range(3) for day in days(month)[:2]))
    crowd = tuple(Person(id=f"p{at}", away=tuple(days(month)[2] for month in range(3))) for at in range(5))
    problem = calendar(people=(ada, *crowd))

    def presence(plan, person):
        return next(one.meetings for one in plan.presence if one.person == person)

    assert presence(schedule_meetings(problem), "ada") == 0
    fair = schedule_meetings(msgspec.structs.replace(problem, attend_at_least=1))
    assert min(one.meetings for one in fair.presence) == 1

    impossible = schedule_meetings(msgspec.structs.replace(problem, attend_at_least=2))
    (relaxation,) = impossible.infeasibility.relaxations
    assert (relaxation.ref, relaxation.by, relaxation.proven_smallest) == ("attend_at_least", 1, True)
    assert impossible.infeasibility.conflicts[0].refs == ("attend_at_least",)


def test_rules_that_exclude_each_other_are_named_and_no_more_than_those():
    plan = schedule_meetings(calendar(meetings=meetings(3), gap_days=60, attend_at_least=1))

    (conflict,) = plan.infeasibility.conflicts
    assert (conflict.refs, conflict.minimal) == (("gap_days",), True)

    turns = calendar(meetings=tuple(msgspec.structs.replace(one, principle="fair") for one in meetings(4)))
    # All four treat the same principle: that breaks turns, and repeats too; each alone is enough.
    (conflict,) = schedule_meetings(turns).infeasibility.conflicts
    assert conflict.refs in (("repeats",), ("turns",))


def agreed_from(plan, **locked):
    return tuple(
        Agreed(
            meeting=one.meeting, date=one.date, principle=one.principle, locked=locked.get(one.meeting, False)
        )
        for one in plan.planned
    )


def test_a_calendar_that_still_holds_is_not_changed():
    before = schedule_meetings(calendar(meetings=meetings(6)))
    people = (Person(id="ada", away=(before.planned[1].date,)), Person(id="bo"))
    problem = calendar(meetings=meetings(6), people=people, agreed=agreed_from(before))

    after = schedule_meetings(problem)

    # A better day for the second meeting there is, but nobody has to move.
    assert (after.changes, chosen_of(after)) == (0, chosen_of(before))


def test_a_new_holiday_moves_one_meeting_only():
    before = schedule_meetings(calendar(meetings=meetings(6)))
    gone = before.planned[2].date
    problem = calendar(meetings=meetings(6), holidays=(gone,), agreed=agreed_from(before))

    after = schedule_meetings(problem)

    assert after.changes == 1
    assert [one.meeting for one in after.planned if one.changed] == ["m2"]
    assert after.planned[2].date != gone


def test_a_locked_meeting_never_moves():
    before = schedule_meetings(calendar())
    locked = agreed_from(before, m1=True)
    problem = calendar(holidays=(before.planned[1].date,), agreed=locked)

    assert chosen_of(schedule_meetings(problem))["m1"] == chosen_of(before)["m1"]


@st.composite
def calendars(draw):
    some_days = sorted(
        draw(st.sets(st.integers(0, 20), min_size=4, max_size=6)),
    )
    possible = [START + timedelta(days=day) for day in some_days]
    count = draw(st.integers(1, 3))
    principles = tuple(draw(st.sets(st.sampled_from("abc"), max_size=2)))
    away = st.sets(st.sampled_from(possible), max_size=3).map(tuple)
    people = tuple(
        Person(
            id=f"p{at}",
            away=draw(away),
            principles=tuple(draw(st.sets(st.sampled_from(principles)))) if principles else (),
        )
        for at in range(draw(st.integers(1, 3)))
    )
    agreed = tuple(
        Agreed(
            meeting=f"m{at}",
            date=draw(st.sampled_from(possible)),
            principle=principles[0] if principles else None,
        )
        for at in range(draw(st.integers(0, count)))
    )
    return Calendar(
        meetings=tuple(
            Meeting(
                id=f"m{at}",
                candidates=tuple(draw(st.sets(st.sampled_from(possible), min_size=1, max_size=3))),
            )
            for at in range(count)
        ),
        people=people,
        principles=principles,
        gap_days=draw(st.integers(0, 5)),
        attend_at_least=draw(st.integers(0, count)),
        repeats=draw(st.booleans()),
        agreed=agreed,
    )


@FEW
@given(calendars())
def test_no_calendar_has_fewer_changes_or_with_as_few_more_people(problem):
    problem = problem.in_order()
    plan = schedule_meetings(problem)
    values = [
        (changes_of(problem, chosen), -points_of(problem, chosen)) for chosen in every_calendar(problem)
    ]

    if not values:
        assert plan.outcome.status == "infeasible"
        assert plan.infeasibility.reasons
        return
    assert plan.outcome.status == "optimal"
    assert broken_rules(problem, chosen_of(plan)) == []
    assert (plan.changes, -points_of(problem, chosen_of(plan))) == min(values)
    assert plan.outcome.objective == plan.outcome.bound == points_of(problem, chosen_of(plan))


@FEW
@given(calendars())
def test_what_would_loosen_a_calendar_does_so_and_by_less_does_not(problem):
    plan = schedule_meetings(problem)
    relaxations = plan.infeasibility.relaxations if plan.infeasibility else ()
    for one in relaxations:
        asked = problem.attend_at_least - int(one.by)
        loosened = msgspec.structs.replace(problem, attend_at_least=asked)
        barely = msgspec.structs.replace(problem, attend_at_least=asked + 1)
        assert schedule_meetings(loosened).outcome.status == "optimal"
        assert schedule_meetings(barely).outcome.status == "infeasible"


@FEW
@given(calendars())
def test_asking_less_of_a_calendar_never_makes_it_worse(problem):
    problem = msgspec.structs.replace(problem, agreed=())
    plan = schedule_meetings(problem)
    easier = schedule_meetings(msgspec.structs.replace(problem, attend_at_least=0, gap_days=0, repeats=True))

    if plan.outcome.status == "optimal":
        assert easier.outcome.objective >= plan.outcome.objective


@FEW
@given(calendars())
def test_the_order_of_the_input_changes_nothing(problem):
    turned = msgspec.structs.replace(
        problem,
        meetings=problem.meetings[::-1],
        people=problem.people[::-1],
        principles=problem.principles[::-1],
        agreed=problem.agreed[::-1],
    )

    assert as_json(schedule_meetings(problem)) == as_json(schedule_meetings(turned))


@FEW
@given(calendars())
def test_other_ids_in_the_same_order_change_only_names(problem):
    def new(names):
        return tuple(f"z{name}" for name in names)

    renamed = msgspec.structs.replace(
        problem,
        meetings=tuple(msgspec.structs.replace(one, id=f"z{one.id}") for one in problem.meetings),
        people=tuple(
            msgspec.structs.replace(one, id=f"z{one.id}", principles=new(one.principles))
            for one in problem.people
        ),
        principles=new(problem.principles),
        agreed=tuple(
            msgspec.structs.replace(
                one, meeting=f"z{one.meeting}", principle=one.principle and f"z{one.principle}"
            )
            for one in problem.agreed
        ),
    )

    plan, again = schedule_meetings(problem), schedule_meetings(renamed)

    assert (again.outcome.status, again.outcome.objective) == (plan.outcome.status, plan.outcome.objective)
    assert [(one.meeting, one.date, one.principle) for one in again.planned] == [
        (f"z{one.meeting}", one.date, one.principle and f"z{one.principle}") for one in plan.planned
    ]


def test_it_gives_the_same_bytes_in_a_process_of_its_own():
    assert as_json(in_child(schedule_meetings, calendar())) == as_json(schedule_meetings(calendar()))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"meetings": ()}, "empty", "meetings"),
        ({"people": ()}, "empty", "people"),
        ({"meetings": (*meetings(1), *meetings(1))}, "twice", "meetings"),
        ({"people": (Person(id="a"), Person(id="a"))}, "twice", "people"),
        ({"people": (Person(id=" "),)}, "blank_id", "people"),
        ({"principles": ("fair", "fair")}, "twice", "principles"),
        ({"people": (Person(id="a", principles=("free",)),)}, "unknown", "people[0].principles"),
        ({"quorum": {"martians": 1}}, "unknown", "quorum"),
        ({"gap_days": -1}, "too_small", "gap_days"),
        ({"attend_at_least": 9}, "too_large", "attend_at_least"),
        ({"agreed": (Agreed(meeting="m9", date=START),)}, "unknown", "agreed[0].meeting"),
        ({"agreed": (Agreed(meeting="m0", date=START),) * 2}, "twice", "agreed"),
        ({"holidays": (START, START)}, "twice", "holidays"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, code, field):
    with pytest.raises(InputWrong) as refused:
        calendar(**change)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_meeting_needs_a_day():
    with pytest.raises(InputWrong, match="candidates"):
        Meeting(id="m", candidates=())
