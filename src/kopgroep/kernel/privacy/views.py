"""The privacy page, one's own data, the data of somebody who asks the office, and what retention removed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.comments.models import record_at
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.privacy.declared import every_model, identifies
from kopgroep.kernel.privacy.erase import erase_person, preview
from kopgroep.kernel.privacy.export import export_person
from kopgroep.kernel.privacy.forms import EraseForm, WhoForm
from kopgroep.kernel.privacy.models import RetentionRun
from kopgroep.kernel.privacy.retention import what_is_past
from kopgroep.kernel.privacy.rules import obstacles_to_erasing, obstacles_to_handing_over
from kopgroep.kernel.privacy.subjects import Subject, is_erased, people_with, subject_of
from kopgroep.kernel.privacy.told import kinds_of_data, whom_to_ask
from kopgroep.kernel.privacy.words import ERASING_WORDS, model_words
from kopgroep.kernel.records import Record

RUNS_SHOWN = 30


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Public: which data, why, how long, who sees it, and what one can ask."""
    context = {
        "kinds": kinds_of_data(),
        "contact": settings.CONTACT_MAIL,
        "of_deals": whom_to_ask(request.user),
    }
    return render(request, "privacy/page.html", context)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    user = _myself(request)
    context = _told(subject_of(user), Actor.of(user))
    return render(request, "privacy/mine.html", context)


@login_required
@require_POST
@never_cache
def mine_download(request: HttpRequest) -> HttpResponse:
    user = _myself(request)
    return _file(subject_of(user), Actor.of(user))


@login_required
@never_cache
def mine_erase(request: HttpRequest) -> HttpResponse:
    user = _myself(request)
    subject, by = subject_of(user), Actor.of(user)
    form = EraseForm(request.POST or None, expected=user.email)
    if form.is_valid():
        try:
            erase_person(subject=subject, by=by, at=clock.now())
        except Obstructed as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("You are erased. Nothing here leads to you any more."))
            return redirect("privacy")
    return render(
        request,
        "privacy/erase.html",
        {"form": form, "back": reverse("my-data"), "own": True, **_told(subject, by)},
    )


def people(request: HttpRequest) -> HttpResponse:
    """The office looks somebody up who asks, by the address that the question came from."""
    require(request, Permission.PERSON_EXPORT)
    form, found = WhoForm(request.POST or None), None
    if form.is_valid():
        rows = people_with(form.cleaned_data["email"].strip().lower())
        found = [
            (model_words(type(row)), row) for row in rows if _may(request, Permission.PERSON_EXPORT, row)
        ]
        if len(found) == 1:
            return redirect("person-data", found[0][1].address)
    return render(request, "privacy/people.html", {"form": form, "found": found})


@require_GET
def person(request: HttpRequest, address: str) -> HttpResponse:
    row, by = _asked(request, address, Permission.PERSON_EXPORT)
    may_erase = _may(request, Permission.PERSON_ERASE, row)
    context = {"address": address, "may_erase": may_erase, **_told(subject_of(row), by)}
    return render(request, "privacy/person.html", context)


@require_POST
@never_cache
def person_download(request: HttpRequest, address: str) -> HttpResponse:
    row, by = _asked(request, address, Permission.PERSON_EXPORT)
    try:
        return _file(subject_of(row), by)
    except Obstructed as refusal:
        messages.error(request, str(refusal))
        return redirect("person-data", address)


@never_cache
def person_erase(request: HttpRequest, address: str) -> HttpResponse:
    row, by = _asked(request, address, Permission.PERSON_ERASE)
    subject = subject_of(row)
    form = EraseForm(request.POST or None, expected=subject.name)
    if form.is_valid():
        try:
            erase_person(subject=subject, by=by, at=clock.now())
        except Obstructed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The person is erased. What is of the organisation stayed."))
            return redirect("people-data")
    back = reverse("person-data", args=[address])
    return render(request, "privacy/erase.html", {"form": form, "back": back, **_told(subject, by)})


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """What was removed because its time was past, in counts; and what the next night takes."""
    require(request, Permission.PERSON_ERASE)
    runs = [
        {"ran_at": run.ran_at, "counts": _counts(run.counts), "total": run.total}
        for run in RetentionRun.objects.order_by("-ran_at", "-pk")[:RUNS_SHOWN]
    ]
    return render(
        request, "privacy/retention.html", {"runs": runs, "next": _counts(what_is_past(at=clock.now()))}
    )


def _myself(request: HttpRequest) -> User:
    """The row itself; what stands in the request only behaves like it."""
    return User.objects.get(pk=request.user.pk or 0)


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"what": _words_of(label), "count": count} for label, count in counts.items()]


def _words_of(label: str) -> Any:
    return next((model_words(model) for model in every_model() if model._meta.label == label), label)


def _asked(request: HttpRequest, address: str, permission: Permission) -> tuple[Record, Actor]:
    """The person whom this address names, for who may; others are not told whether there is one."""
    row = record_at(address)
    if row is None or not identifies(type(row)) or is_erased(row):
        require(request, permission)
        raise Http404
    if may(request, permission, about=row):
        return row, require(request, permission, about=row)
    if not request.user.is_authenticated or not request.user.is_superuser:
        require(request, permission, about=row)
    return row, require(request, permission)


def _may(request: HttpRequest, permission: Permission, row: Record) -> bool:
    by_administrator = bool(getattr(request.user, "is_superuser", False)) and may(request, permission)
    return by_administrator or may(request, permission, about=row)


def _told(subject: Subject, by: Actor) -> dict[str, Any]:
    shown = preview(subject)
    parts = [
        {"what": part.what, "count": part.count, "becomes": ERASING_WORDS[part.erasing], "stays": part.stays}
        for part in shown.parts
    ]
    return {
        "subject": subject,
        "parts": parts,
        "mentions": shown.mentions,
        "entries": shown.entries,
        "texts": shown.texts,
        "short_name": shown.short_name,
        "obstacles": list(obstacles_to_erasing(subject, by, clock.today())),
        "withheld": list(obstacles_to_handing_over(subject, by)),
    }


def _file(subject: Subject, by: Actor) -> HttpResponse:
    handed = export_person(subject=subject, by=by, at=clock.now())
    response = HttpResponse(handed.content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{handed.name}"'
    return response
