"""Long jobs: what runs, how far it is, and the buttons to stop and start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import GRANTS, Permission, Role, may, require, roles_on
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.imports.models import Import
from kopgroep.kernel.jobs.actions import restart_job, start_job, stop_job
from kopgroep.kernel.jobs.chores import make_checkpoints, rebuild_index
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.registry import kind_of, name_of
from kopgroep.kernel.lists import Choice, Column, ListOf
from kopgroep.kernel.obstacles import Obstructed

# What the staff may start by hand; other jobs start where they belong.
BY_HAND = {"index": rebuild_index, "checkpoints": make_checkpoints}
# A worker takes a waiting job within seconds; after this the page says what may be wrong.
LONG_WAIT = timedelta(minutes=1)
TONES = {
    State.WAITING: "neutral",
    State.RUNNING: "info",
    State.DONE: "good",
    State.FAILED: "bad",
    State.STOPPED: "warning",
}

JOBS = ListOf(
    noun=lambda count: ngettext("job", "jobs", count),
    columns=(
        Column("job", _("Job"), value="title", url=lambda row: reverse("job", args=[row.uid])),
        Column(
            "state",
            _("State"),
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES[State(row.state)],
            sort=("state",),
            phone=True,
        ),
        Column("asked", _("Asked"), value="asked_at", sort=("asked_at",), phone=True),
        Column("by", _("By"), value=lambda row: row.asked_by or "", sort=("asked_by__name",)),
        Column("ended", _("Ended"), value="ended_at", sort=("ended_at",)),
    ),
    filters=(Choice("state", _("State"), State.choices),),
    order="-asked",
    empty=_("Here come the long jobs, such as making the search index anew."),
)


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    require(request, Permission.JOB_RUN)
    shown = JOBS.show(request, visible_jobs(request.user), title=gettext("Long jobs"))
    if shown.download:
        return shown.download
    startable = [{"code": code, "title": kind_of(name_of(work)).title} for code, work in BY_HAND.items()]
    return render(request, "pages/jobs.html", {"list": shown, "startable": startable})


def visible_jobs(user: Any) -> QuerySet[Job]:
    """Those that nobody asked for, the own ones and those of the own deals; all of them for an administrator."""
    rows = Job.objects.select_related("asked_by")
    if Role.ADMINISTRATOR in roles_on(user, None):
        return rows
    kept = [role for role in Role if Permission.JOB_RUN in GRANTS[role]]
    running = Grant.objects.in_force(clock.today())
    mine = running.filter(user=user, role__in=kept).values("on")
    colleagues = running.filter(on__in=mine).values("user")
    return rows.filter(Q(asked_by=None) | Q(asked_by=user) | Q(asked_by__in=colleagues))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    by = require(request, Permission.JOB_RUN)
    work = BY_HAND.get(request.POST.get("job", ""))
    if work is None:
        messages.error(request, gettext("There is no such job to start by hand."))
        return redirect("jobs")
    return redirect("job", start_job(action=name_of(work), by=by, at=clock.now()).uid)


def _own_or_staff(request: HttpRequest, uid: UUID) -> tuple[Job, Actor]:
    """A job is for who asked for it, and for who may run jobs in a deal of who asked."""
    if not request.user.is_authenticated:
        require(request, Permission.JOB_RUN)
    job = get_object_or_404(Job.objects.select_related("asked_by"), uid=uid)
    if request.user.is_authenticated and job.asked_by_id == request.user.pk:
        return job, Actor.of(request.user)
    by = require(request, Permission.JOB_RUN)
    return get_object_or_404(visible_jobs(request.user), uid=uid), by


@never_cache
@require_GET
def job(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of one job; asked for by htmx, only the part that changes."""
    shown, _by = _own_or_staff(request, uid)
    at = clock.now()
    part = progress_of(shown, at) | _where(request, shown)
    is_busy = part["state"] in (State.WAITING, State.RUNNING)
    if getattr(request, "htmx", False):
        return render(
            request, "ui/progress.html", {"job": part, "url": reverse("job", args=[uid]), "level": "hidden"}
        )
    context = {"job": part, "record": shown, "is_busy": is_busy, "url": reverse("job", args=[uid])}
    context["may_list"] = may(request, Permission.JOB_RUN)
    return render(request, "pages/job.html", context)


def progress_of(shown: Job, at: datetime) -> dict[str, Any]:
    """What ui/progress.html shows of a job."""
    lost = shown.is_lost(at)
    state = State.FAILED if lost else State(shown.state)
    reason = shown.error
    if lost:
        reason = gettext(
            "The worker that did this is gone. It is taken up again within minutes, or start it yourself."
        )
    return {
        "title": shown.title,
        "state": str(state),
        "percent": shown.percent,
        "doing": shown.message,
        "waits_long": state == State.WAITING
        and shown.queued_at is not None
        and shown.queued_at < at - LONG_WAIT,
        "left": _in_words(shown.left(at)),
        "result": _result(shown),
        "reason": reason,
        "stop_url": "" if shown.stop_asked_at else reverse("job-stop", args=[shown.uid]),
        "stopping": bool(shown.stop_asked_at),
        "retry_url": reverse("job-again", args=[shown.uid]),
    }


def _result(shown: Job) -> str:
    known = {
        "rows": ngettext(
            "The index has %(count)d row.", "The index has %(count)d rows.", shown.result.get("rows", 0)
        ),
        "chains": ngettext(
            "%(count)d journal was signed.", "%(count)d journals were signed.", shown.result.get("chains", 0)
        ),
    }
    return " ".join(
        words % {"count": shown.result[name]} for name, words in known.items() if name in shown.result
    )


def _where(request: HttpRequest, shown: Job) -> dict[str, str]:
    """The way to what this job was for, so that its page is not a dead end."""
    table = Import.objects.filter(job=shown).order_by("pk").first()
    if table is None or not may(request, Permission.IMPORT_RUN, about=table.about):
        return {}
    return {"result_url": table.get_absolute_url(), "result_label": gettext("Go to the imported table")}


def _in_words(left: timedelta | None) -> str:
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 90:
        return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
    return ngettext("about %(count)d hour", "about %(count)d hours", round(minutes / 60)) % {
        "count": round(minutes / 60)
    }


def _back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the page that shows this job as a part of itself, else to its own page."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return redirect("job", uid)


@require_POST
def stop(request: HttpRequest, uid: UUID) -> HttpResponse:
    shown, by = _own_or_staff(request, uid)
    try:
        stop_job(job=shown, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return _back(request, uid)


@require_POST
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    shown, by = _own_or_staff(request, uid)
    try:
        restart_job(job=shown, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return _back(request, uid)
