"""The charter of a deal: what it says, the file, a changed one coming in, and a new deal made from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstructed, clear
from kopgroep.rooms.archive.actions import clone_deal, load_deal
from kopgroep.rooms.archive.forms import CharterForm, CloneForm, confirmation
from kopgroep.rooms.archive.queries import changes_by_loading, charter_page, export_deal
from kopgroep.rooms.programme.charter import write_charter
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_loading, obstacles_to_setting_up


def charter(request: HttpRequest, deal: str) -> HttpResponse:
    """What the charter of a deal says, in words."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    context = {
        "deal": found,
        "page": charter_page(found),
        "may_load": may(request, Permission.DEAL_SET_UP, about=found),
        "may_archive": may(request, Permission.DEAL_ARCHIVE, about=found),
        "may_clone": may(request, Permission.DEAL_SET_UP),
    }
    return render(request, "archive/charter.html", context)


def charter_file(request: HttpRequest, deal: str) -> HttpResponse:
    """The charter as a file that can be loaded elsewhere; it names organisations and no people."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.NETWORK_VIEW, about=found)
    response = HttpResponse(write_charter(export_deal(found)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.yaml"'
    return response


def load(request: HttpRequest, deal: str) -> HttpResponse:
    """A changed charter: upload it, look at what it changes, load it."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.DEAL_SET_UP, about=found)
    form = CharterForm(request.POST or None, request.FILES or None)
    if not form.is_valid() or form.charter is None:
        return render(request, "archive/load.html", {"deal": found, "form": form})
    if "load" in request.POST and form.cleaned_data["seen"] == found.revision:
        try:
            # Of this deal it must be: what is asked above holds for no other.
            clear(obstacles_to_loading(found, form.charter))
            load_deal(charter=form.charter, by=by, at=clock.now())
        except Obstructed as refusal:
            return render(
                request, "archive/load.html", {"deal": found, "form": form, "obstacles": refusal.obstacles}
            )
        messages.success(request, _("The charter is loaded."))
        return redirect("archive:charter", found.code)
    context = {
        "deal": found,
        "changes": [str(each) for each in changes_by_loading(found, form.charter)],
        "obstacles": list(obstacles_to_loading(found, form.charter)),
        "form": confirmation(found, form.cleaned_data["text"]),
        "is_stale": "load" in request.POST,
    }
    return render(request, "archive/load_preview.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Set up a deal from a charter of its own; who does so manages it."""
    by = require(request, Permission.DEAL_SET_UP)
    form = CharterForm(request.POST or None, request.FILES or None)
    if not form.is_valid() or form.charter is None:
        may_restore = may(request, Permission.DEAL_RESTORE)
        return render(request, "archive/new.html", {"form": form, "may_restore": may_restore})
    obstacles = list(obstacles_to_setting_up(form.charter.deal.code))
    if "load" in request.POST and not obstacles:
        made = load_deal(charter=form.charter, by=by, at=clock.now())
        messages.success(request, _("%(deal)s is set up. You are its manager.") % {"deal": made.name})
        return redirect("deal", made.code)
    again = CharterForm(initial={"text": form.cleaned_data["text"]})
    context = {"charter": form.charter, "obstacles": obstacles, "form": again}
    return render(request, "archive/new_preview.html", context)


def clone(request: HttpRequest, deal: str) -> HttpResponse:
    """Set up a new deal with this one as template; who does so manages it."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    by = require(request, Permission.DEAL_SET_UP)
    form = CloneForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"].strip()
        try:
            made = clone_deal(
                template=found, code=code, name=form.name, starts_on=form.start, by=by, at=clock.now()
            )
        except Obstructed as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("%(deal)s is set up. You are its manager.") % {"deal": made.name})
            return redirect("deal", made.code)
    return render(request, "archive/clone.html", {"deal": found, "form": form})
