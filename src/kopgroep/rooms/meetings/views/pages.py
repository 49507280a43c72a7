"""When the deal meets, one meeting, the register of decisions, what is still to be done."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kopgroep.formats.ical import Entry, calendar_of
from kopgroep.formats.markdown import html_of
from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.lists import Column, ListOf, Search, Since, YesNo
from kopgroep.rooms.meetings.models import Attendance, Coming, Decision, Meeting, Registration, Task
from kopgroep.rooms.meetings.queries import decisions_in_force, end_of, open_tasks
from kopgroep.rooms.programme.models import Deal

DECISIONS = ListOf(
    noun=lambda count: ngettext("decision", "decisions", count),
    empty=gettext_lazy("Here will be everything that the deal decided, also what does not hold any more."),
    columns=(
        Column("text", gettext_lazy("Decision"), sort=("text",)),
        Column("decided_on", gettext_lazy("Decided on"), sort=("decided_on", "pk"), phone=True),
        Column(
            "meeting",
            gettext_lazy("Meeting"),
            value=lambda row: row.meeting.title if row.meeting else "",
            sort=("meeting__title",),
            url=lambda row: row.meeting.get_absolute_url() if row.meeting else "",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            value=lambda row: row.state,
            sort=("ended_on",),
            tone=lambda row: "neutral" if row.ended_on else "good",
            note=lambda row: row.end_reason,
            phone=True,
        ),
    ),
    filters=(
        Search("q", gettext_lazy("Search in the decisions"), ("text",)),
        YesNo("holds", gettext_lazy("Still in force"), yes=Q(ended_on=None)),
        Since("since", gettext_lazy("Decided since"), lookup="decided_on"),
    ),
    order="-decided_on",
)


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def load_meeting(request: HttpRequest, meeting_id: int, permission: Permission) -> tuple[Meeting, Actor]:
    meeting = get_object_or_404(Meeting.objects.select_related("deal", "source"), pk=meeting_id)
    return meeting, require(request, permission, about=meeting)


def crumbs_of(deal: Deal, meeting: Meeting | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Meetings"), "url": reverse("meetings:meetings", args=[deal.code])}]
    if meeting is not None:
        found.append({"label": meeting.title, "url": meeting.get_absolute_url()})
    return found


def meetings(request: HttpRequest, deal: str) -> HttpResponse:
    """What comes, what was, and the open ends. Everyone of an open deal sees when it meets."""
    found, _by = load_deal(request, deal, Permission.DEAL_VIEW)
    now = clock.now()
    rows = Meeting.objects.filter(deal=found).select_related("source").prefetch_related("principles")
    inside = may(request, Permission.MEETING_VIEW, about=found)
    context = {
        "deal": found,
        "coming": rows.filter(ends_at__gte=now).order_by("starts_at", "pk"),
        "past": rows.filter(ends_at__lt=now).order_by("-starts_at", "pk")[:60],
        "inside": inside,
        "tasks": open_tasks(found, clock.today()).count() if inside else 0,
        "decisions": decisions_in_force(found, clock.today()).count() if inside else 0,
        "calls": may(request, Permission.MEETING_CALL, about=found) and not found.is_read_only,
    }
    return render(request, "meetings/meetings.html", context)


def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found, _by = load_meeting(request, meeting_id, Permission.DEAL_VIEW)
    inside = may(request, Permission.MEETING_VIEW, about=found)
    on = clock.today()
    came = Attendance.objects.filter(meeting=found).select_related("person", "partner__organisation")
    answers = Registration.objects.filter(meeting=found).select_related("person", "partner__organisation")
    agenda = list(found.agenda.order_by("order", "pk"))
    context = {
        "deal": found.deal,
        "meeting": found,
        "principles": found.principles.order_by("order", "pk"),
        "inside": inside,
        "agenda": [{"item": item, "minutes": mark_safe(html_of(item.minutes))} for item in agenda],
        "tasks": open_tasks(found.deal, on) if inside else (),
        "decisions": Decision.objects.filter(meeting=found).order_by("pk") if inside else (),
        "came": came.order_by("partner__organisation__name", "pk") if inside else (),
        "answers": answers.order_by("coming", "partner__organisation__name", "pk") if inside else (),
        "coming_words": dict(Coming.choices),
        "mine": answers.filter(person__user=request.user.pk).first()
        if request.user.is_authenticated
        else None,
        "calls": may(request, Permission.MEETING_CALL, about=found) and not found.deal.is_read_only,
        "is_over": found.ends_at < clock.now(),
        "crumbs": crumbs_of(found.deal),
    }
    return render(request, "meetings/meeting.html", context)


def door(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """For the big screen: the code with which everybody checks in."""
    found, _by = load_meeting(request, meeting_id, Permission.MEETING_CALL)
    url = settings.BASE_URL + reverse("meetings:check-in", args=[found.check_in_code])
    picture = BytesIO()
    segno.make(url, error="m").save(
        picture, kind="svg", scale=8, xmldecl=False, svgns=False, title=_("Check in")
    )
    context = {
        "deal": found.deal,
        "meeting": found,
        "url": url,
        "code": mark_safe(picture.getvalue().decode()),
        "number": Attendance.objects.filter(meeting=found).count(),
        "crumbs": crumbs_of(found.deal, found),
    }
    return render(request, "meetings/door.html", context)


def decisions(request: HttpRequest, deal: str) -> HttpResponse:
    """Everything that was decided, in force and not any more."""
    found, _by = load_deal(request, deal, Permission.MEETING_VIEW)
    rows = Decision.objects.filter(deal=found).select_related("meeting", "replaced_by_decision")
    shown = DECISIONS.show(request, rows, title=_("Decisions"))
    if shown.download:
        return shown.download
    calls = may(request, Permission.MEETING_CALL, about=found) and not found.is_read_only
    context = {"deal": found, "list": shown, "calls": calls, "crumbs": crumbs_of(found)}
    context["in_force"] = decisions_in_force(found, clock.today())[:30] if calls else ()
    return render(request, "meetings/decisions.html", context)


def tasks(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.MEETING_VIEW)
    on = clock.today()
    calls = may(request, Permission.MEETING_CALL, about=found) and not found.is_read_only
    rows = [
        {
            "task": task,
            "is_late": task.due_on is not None and task.due_on < on,
            "finishes": calls or may(request, Permission.TASK_FINISH, about=task),
        }
        for task in open_tasks(found, on)
    ]
    done = Task.objects.filter(deal=found, done_on__isnull=False).select_related("partner__organisation")
    context = {"deal": found, "rows": rows, "done": done.order_by("-done_on", "-pk")[:30], "calls": calls}
    return render(request, "meetings/tasks.html", {**context, "crumbs": crumbs_of(found)})


def digest(request: HttpRequest, deal: str) -> HttpResponse:
    """A text for the group chat, ready to copy: when we meet, what was decided, what is still to be done."""
    found, _by = load_deal(request, deal, Permission.MEETING_VIEW)
    on = clock.today()
    coming = Meeting.objects.filter(deal=found, cancelled_at=None, starts_at__gte=clock.now())
    lately = Decision.objects.filter(deal=found, decided_on__gte=on - timedelta(days=31), ended_on=None)
    context = {
        "deal": found,
        "next": coming.order_by("starts_at").first(),
        "decided": lately.order_by("-decided_on", "-pk")[:5],
        "open": open_tasks(found, on)[:5],
        "site": settings.BASE_URL,
        "keeps": may(request, Permission.MEETING_CALL, about=found) and not found.is_read_only,
        "crumbs": crumbs_of(found),
    }
    return render(request, "meetings/digest.html", context)


def entry_of(meeting: Meeting) -> Entry:
    """As a calendar takes it."""
    return Entry(
        uid=f"{meeting.uid}@kopgroep",
        title=meeting.title,
        starts_at=meeting.starts_at.astimezone(clock.AMSTERDAM),
        ends_at=meeting.ends_at.astimezone(clock.AMSTERDAM),
        changed_at=meeting.cancelled_at or meeting.invited_at or clock.now(),
        place=meeting.place,
        about=meeting.about,
        url=settings.BASE_URL + meeting.get_absolute_url(),
        sequence=meeting.sequence,
        is_cancelled=meeting.is_cancelled,
    )


def ics(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found, _by = load_meeting(request, meeting_id, Permission.DEAL_VIEW)
    method = "CANCEL" if found.is_cancelled else "PUBLISH"
    return _calendar(calendar_of([entry_of(found)], method=method), f"meeting-{found.pk}")


def feed(request: HttpRequest, deal: str) -> HttpResponse:
    """All meetings from three months back, for a calendar that looks again by itself."""
    found, _by = load_deal(request, deal, Permission.DEAL_VIEW)
    rows = Meeting.objects.filter(deal=found, starts_at__gte=end_of(clock.today() - timedelta(days=92)))
    entries = [entry_of(each) for each in rows.order_by("starts_at", "pk")]
    return _calendar(calendar_of(entries, name=str(found.name)), found.code)


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
