"""Calling, moving, minuting, deciding, answering, checking in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept, show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.meetings import actions, forms
from kopgroep.rooms.meetings.advice import Proposed, propose_series
from kopgroep.rooms.meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingKind, Task
from kopgroep.rooms.meetings.rules import obstacles_to_coming_in
from kopgroep.rooms.meetings.views.pages import crumbs_of, load_deal, load_meeting
from kopgroep.rooms.partners.models import Contact, Partner, Person
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing


def call(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.MEETING_CALL)
    principle = found.principles.filter(code=request.GET.get("principle", "")).first()
    initial = {"on": clock.today(), "starts": "13:00", "ends": "16:00"}
    if principle:
        initial |= {"principles": [principle.pk], "title": str(principle.name)}
    form = forms.MeetingForm(request.POST or None, deal=found, initial=initial)
    if form.is_valid():
        try:
            made = actions.call_meeting(deal=found, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(made)
    return act_page(
        request,
        found,
        form,
        title=_("Call a meeting"),
        submit=_("Call this meeting"),
        back=reverse("meetings:meetings", args=[found.code]),
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)),
    )


def series(request: HttpRequest, deal: str) -> HttpResponse:
    """A proposal for a meeting a month; nothing is called until somebody says so."""
    found, by = load_deal(request, deal, Permission.MEETING_CALL)
    initial = {"first_month": clock.today(), "months": 8, "weekday": 3, "starts": "13:00", "ends": "16:00"}
    form = forms.SeriesForm(request.POST or None, initial=initial)
    proposed: list[Proposed] = []
    if form.is_valid():
        typed = form.cleaned_data
        proposed = propose_series(
            found, first_month=typed["first_month"], months=typed["months"], weekday=typed["weekday"]
        )
        if "call" in request.POST and proposed:
            try:
                _call_all(found, proposed, typed, by=by)
            except Obstructed as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The meetings are called. Each can still be moved."))
                return redirect("meetings:meetings", found.code)
        elif not proposed:
            form.add_error(None, _("No such series is possible: choose another weekday or fewer months."))
    context = {
        "deal": found,
        "form": form,
        "proposed": proposed,
        "obstacles": list(obstacles_to_changing(found)),
        "crumbs": crumbs_of(found),
    }
    return render(request, "meetings/series.html", context)


@transaction.atomic
def _call_all(deal: Deal, proposed: list[Proposed], typed: dict[str, Any], *, by: Actor) -> None:
    for one in proposed:
        actions.call_meeting(
            deal=deal,
            title=str(one.principle.name) if one.principle else date_format(one.on, "F Y"),
            starts_at=datetime.combine(one.on, typed["starts"], clock.AMSTERDAM),
            ends_at=datetime.combine(one.on, typed["ends"], clock.AMSTERDAM),
            kind=MeetingKind.MEETING,
            principles=[one.principle] if one.principle else [],
            by=by,
            at=clock.now(),
        )


def move(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found, by = load_meeting(request, meeting_id, Permission.MEETING_CALL)
    starts, ends = (moment.astimezone(clock.AMSTERDAM) for moment in (found.starts_at, found.ends_at))
    initial = {
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": found.place,
        "seen_revision": found.revision,
    }
    form = forms.MoveForm(request.POST or None, initial=initial)
    if kept(form, actions.move_meeting, meeting=found, by=by, at=clock.now()):
        messages.success(request, _("The meeting is moved; calendars that follow the deal see it."))
        return redirect(found)
    return _page(request, found, form, _("Move the meeting"), _("Move this meeting"))


def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found, by = load_meeting(request, meeting_id, Permission.MEETING_CALL)
    form = forms.CancelForm(request.POST or None)
    if kept(form, actions.cancel_meeting, meeting=found, by=by, at=clock.now()):
        return redirect(found)
    return _page(request, found, form, _("Cancel the meeting"), _("Cancel this meeting"))


def item(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found, by = load_meeting(request, meeting_id, Permission.MEETING_CALL)
    form = forms.ItemForm(request.POST or None)
    if kept(form, actions.add_item, meeting=found, by=by, at=clock.now()):
        return redirect(found)
    return _page(request, found, form, _("Add to the agenda"), _("Put this on the agenda"))


def minutes(request: HttpRequest, item_id: int) -> HttpResponse:
    """What was said at a point; two who write at once lose nothing."""
    one = get_object_or_404(AgendaItem.objects.select_related("meeting__deal"), pk=item_id)
    by = require(request, Permission.MEETING_CALL, about=one)
    form = forms.MinutesForm(request.POST or None, initial={"base": one.minutes, "minutes": one.minutes})
    if form.is_valid():
        try:
            _item, touched = actions.write_minutes(item=one, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            if touched:
                words = _("Somebody wrote at the same place meanwhile: both texts are there, look at them.")
                messages.warning(request, words)
                return redirect("meetings:minutes", one.pk)
            return redirect(f"{one.meeting.get_absolute_url()}#item-{one.pk}")
    return _page(
        request, one.meeting, form, _("Minutes: %(item)s") % {"item": one.title}, _("Keep the minutes")
    )


def _page(request: HttpRequest, meeting: Meeting, form: Any, title: str, submit: str) -> HttpResponse:
    return act_page(
        request,
        meeting.deal,
        form,
        title=title,
        submit=submit,
        back=meeting.get_absolute_url(),
        eyebrow=meeting.title,
        crumbs=crumbs_of(meeting.deal, meeting),
        obstacles=list(obstacles_to_changing(meeting.deal)),
    )


def decide(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.MEETING_CALL)
    meeting = _meeting_of(request, found)
    form = forms.DecisionForm(request.POST or None, initial={"on": clock.today()})
    back = meeting.get_absolute_url() if meeting else reverse("meetings:decisions", args=[found.code])
    if kept(form, actions.record_decision, deal=found, meeting=meeting, by=by, at=clock.now()):
        return redirect(back)
    return _deal_page(request, found, form, _("Put a decision on record"), _("Put this on record"), back)


def _meeting_of(request: HttpRequest, deal: Deal) -> Meeting | None:
    asked = request.GET.get("meeting", "")
    return get_object_or_404(Meeting, pk=int(asked), deal=deal) if asked.isdigit() else None


def _deal_page(
    request: HttpRequest, deal: Deal, form: Any, title: str, submit: str, back: str
) -> HttpResponse:
    return act_page(
        request,
        deal,
        form,
        title=title,
        submit=submit,
        back=back,
        crumbs=crumbs_of(deal),
        obstacles=list(obstacles_to_changing(deal)),
    )


def load_decision(request: HttpRequest, decision_id: int) -> tuple[Decision, Actor]:
    found = get_object_or_404(Decision.objects.select_related("deal"), pk=decision_id)
    return found, require(request, Permission.MEETING_CALL, about=found)


def replace(request: HttpRequest, decision_id: int) -> HttpResponse:
    found, by = load_decision(request, decision_id)
    form = forms.DecisionForm(request.POST or None, initial={"text": found.text, "on": clock.today()})
    back = reverse("meetings:decisions", args=[found.deal.code])
    if kept(form, actions.replace_decision, decision=found, by=by, at=clock.now()):
        return redirect(back)
    return _deal_page(request, found.deal, form, _("Replace a decision"), _("Replace it by this"), back)


def end(request: HttpRequest, decision_id: int) -> HttpResponse:
    found, by = load_decision(request, decision_id)
    form = forms.EndForm(request.POST or None)
    back = reverse("meetings:decisions", args=[found.deal.code])
    if kept(form, actions.end_decision, decision=found, by=by, at=clock.now()):
        return redirect(back)
    return _deal_page(request, found.deal, form, _("Withdraw a decision"), _("Withdraw this decision"), back)


def task(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.MEETING_CALL)
    meeting = _meeting_of(request, found)
    form = forms.TaskForm(request.POST or None, deal=found, on=clock.today())
    back = meeting.get_absolute_url() if meeting else reverse("meetings:tasks", args=[found.code])
    if kept(form, actions.add_task, deal=found, meeting=meeting, by=by, at=clock.now()):
        return redirect(back)
    return _deal_page(request, found, form, _("Add a task"), _("Add this task"), back)


@require_POST
def done(request: HttpRequest, task_id: int) -> HttpResponse:
    rows = Task.objects.select_related("deal", "partner__deal", "partner__organisation")
    found = get_object_or_404(rows, pk=task_id)
    calls = may(request, Permission.MEETING_CALL, about=found.deal)
    by = require(
        request,
        Permission.MEETING_CALL if calls else Permission.TASK_FINISH,
        about=found.deal if calls else found,
    )
    try:
        actions.finish_task(task=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: %(task)s") % {"task": found.text})
    return redirect("meetings:tasks", found.deal.code)


def capture(request: HttpRequest, deal: str) -> HttpResponse:
    """A message from the group chat becomes a decision or a task."""
    found, by = load_deal(request, deal, Permission.MEETING_CALL)
    form = forms.CapturedForm(request.POST or None, deal=found, on=clock.today())
    back = reverse("meetings:digest", args=[found.code])
    if form.is_valid():
        typed = form.cleaned_data
        try:
            if typed["keep_as"] == "decision":
                actions.record_decision(
                    deal=found, text=typed["text"], on=clock.today(), by=by, at=clock.now()
                )
            else:
                actions.add_task(
                    deal=found,
                    text=typed["text"],
                    partner=typed["partner"],
                    due_on=typed["due_on"],
                    by=by,
                    at=clock.now(),
                )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept."))
            return redirect(back)
    return _deal_page(request, found, form, _("Keep a message"), _("Keep it"), back)


@require_POST
def answer(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Whether I come."""
    found, by = load_meeting(request, meeting_id, Permission.MEETING_VIEW)
    person = Person.objects.filter(user=request.user.pk).order_by("pk").first()
    form = forms.AnswerForm(request.POST)
    if person is None:
        raise PermissionDenied
    if form.is_valid():
        partner = _partner_of(person, found.deal)
        try:
            made = actions.answer(
                meeting=found, person=person, partner=partner, **form.cleaned_data, by=by, at=clock.now()
            )
        except Obstructed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted: %(answer)s.") % {"answer": made.get_coming_display()})
    return redirect(found)


def _partner_of(person: Person, deal: Deal) -> Partner | None:
    works = Contact.objects.current(clock.today()).filter(person=person)
    rows = Partner.objects.filter(deal=deal, organisation__contacts__in=works).select_related("organisation")
    return rows.order_by("organisation__name", "pk").first()


def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """At the door, with the code on the screen; opening the page changes nothing."""
    found = get_object_or_404(Meeting.objects.select_related("deal"), check_in_code=code)
    on = clock.today()
    form = forms.CheckInForm(request.POST or None, deal=found.deal, on=on)
    obstacles = list(obstacles_to_coming_in(found, clock.now()))
    came = False
    if not obstacles and form.is_valid():
        name, partner = form.cleaned_data["guest_name"], form.cleaned_data["partner"]
        person = _known(name, partner)
        try:
            actions.check_in(
                meeting=found,
                partner=partner,
                person=person,
                guest_name=name,
                by=Actor.public(),
                at=clock.now(),
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            came = True
    context = {"meeting": found, "form": form, "obstacles": obstacles, "came": came}
    return render(request, "meetings/check_in.html", context)


def _known(name: str, partner: Partner | None) -> Person | None:
    """Who of the organisation has this name; nobody when it is not certain."""
    if partner is None:
        return None
    rows = Contact.objects.current(clock.today()).filter(organisation=partner.organisation_id)
    people = {
        row.person
        for row in rows.select_related("person")
        if row.person.name.casefold() == name.strip().casefold()
    }
    return people.pop() if len(people) == 1 else None


def attend(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The office writes down who was there."""
    found, by = load_meeting(request, meeting_id, Permission.MEETING_CALL)
    form = forms.CheckInForm(request.POST or None, deal=found.deal, on=clock.today())
    form.fields["guest_name"].label = _("Name")
    form.fields["partner"].label = _("Organisation")
    if form.is_valid():
        name, partner = form.cleaned_data["guest_name"], form.cleaned_data["partner"]
        try:
            actions.note_attendance(
                meeting=found,
                partner=partner,
                person=_known(name, partner),
                guest_name=name,
                by=by,
                at=clock.now(),
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(f"{found.get_absolute_url()}#came")
    return _page(request, found, form, _("Who was there"), _("Write down that this person was there"))


@require_POST
def take_off(request: HttpRequest, attendance_id: int) -> HttpResponse:
    rows = Attendance.objects.select_related("meeting__deal", "partner__organisation", "partner__deal")
    found = get_object_or_404(rows, pk=attendance_id)
    by = require(request, Permission.MEETING_CALL, about=found)
    meeting = found.meeting
    actions.take_off(attendance=found, by=by, at=clock.now())
    return redirect(f"{meeting.get_absolute_url()}#came")
