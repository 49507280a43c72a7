"""Take a deal along, and bring one in: the work is done by the worker, these pages show how far it is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.archives.shelf import file_of
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.registry import name_of
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.archive.actions.jobs import (
    ask_for_archive,
    ask_to_restore,
    bring_archive,
    look_at_archive,
    make_archive,
    take_in_archive,
)
from kopgroep.rooms.archive.forms import ArchiveForm
from kopgroep.rooms.archive.queries import archives_of, plan_of
from kopgroep.rooms.programme.models import Deal


@never_cache
def archive(request: HttpRequest, deal: str) -> HttpResponse:
    """What an archive of this deal is, and those of the last week."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.DEAL_ARCHIVE, about=found)
    if request.method == "POST":
        ask_for_archive(deal=found, by=by, at=clock.now())
        messages.success(request, _("The archive is being made."))
        return redirect("archive:archive", found.code)
    rows = archives_of(found, action=name_of(make_archive), is_there=lambda name: file_of(name) is not None)
    is_busy = any(row.is_busy for row in rows)
    return render(request, "archive/archive.html", {"deal": found, "rows": rows, "is_busy": is_busy})


@never_cache
def download(request: HttpRequest, deal: str, uid: UUID) -> HttpResponseBase:
    """The file of an archive that was made here."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_ARCHIVE, about=found)
    job = get_object_or_404(
        Job, uid=uid, action=name_of(make_archive), state=State.DONE, arguments__deal=str(found.uid)
    )
    path = file_of(str(job.result.get("archive")))
    if path is None:
        raise Http404
    name = f"{found.code}-{clock.day_of(job.ended_at or job.asked_at):%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def restore(request: HttpRequest) -> HttpResponse:
    """Bring an archive here; first one sees what it would do."""
    by = require(request, Permission.DEAL_RESTORE)
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            job = bring_archive(upload=form.cleaned_data["file"], by=by, at=clock.now())
        except Obstructed as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("archive:plan", job.uid)
    return render(request, "archive/restore.html", {"form": form})


@never_cache
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What an archive brings, while it is looked at, before it is restored, and after."""
    by = require(request, Permission.DEAL_RESTORE)
    looking, taking = name_of(look_at_archive), name_of(take_in_archive)
    job = get_object_or_404(Job, uid=uid, action__in=(looking, taking))
    if request.method == "POST" and job.action == looking and job.state == State.DONE:
        restoring = ask_to_restore(name=str(job.arguments["name"]), by=by, at=clock.now())
        return redirect("archive:plan", restoring.uid)
    context = {"job": job, "plan": plan_of(job), "is_looking": job.action == looking}
    return render(request, "archive/plan.html", context)
