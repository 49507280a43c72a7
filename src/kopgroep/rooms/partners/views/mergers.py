"""Organisations that go on as one: choose, see what it would do, do it, undo it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.partners.actions import merge_organisations, rehearse_merger, undo_merger
from kopgroep.rooms.partners.actions.rehearsal import Rehearsal
from kopgroep.rooms.partners.forms import MergeForm
from kopgroep.rooms.partners.models import Merger, Organisation, OrganisationKind
from kopgroep.rooms.partners.rules import obstacles_to_undoing


def merge(request: HttpRequest) -> HttpResponse:
    """The first button shows what would happen; the second, under that, does it."""
    by = require(request, Permission.ORGANISATION_MERGE)
    words = request.GET.get("q", "").strip()
    today = clock.today()
    # The 1 January that is nearest: municipalities merge on that day.
    initial = {"on": today.replace(year=today.year + (today.month > 6), month=1, day=1)}
    form = MergeForm(request.POST or None, choices=_choices(words), initial=initial)
    rehearsal: Rehearsal | None = None
    obstacles: tuple[Obstacle, ...] = ()
    successor: Organisation | None = None
    if form.is_valid():
        predecessors = list(form.cleaned_data["predecessors"])
        successor = form.successor_of(predecessors)
        on, now = form.cleaned_data["on"], clock.now()
        for each in (*predecessors, successor):
            # The registry is everybody's to read; what takes part in other deals only is theirs to merge.
            if each.pk:
                require(request, Permission.ORGANISATION_MERGE, about=each)
        try:
            if "do" in request.POST:
                merger = merge_organisations(
                    predecessors=predecessors, successor=successor, on=on, by=by, at=now
                )
                messages.success(request, _("They go on as one. You can undo this here."))
                return redirect(merger)
            rehearsal = rehearse_merger(predecessors=predecessors, successor=successor, on=on, by=by, at=now)
        except Obstructed as refusal:
            obstacles = refusal.obstacles
    context = {
        "form": form, "rehearsal": rehearsal, "obstacles": obstacles, "successor": successor, "words": words,
        "mergers": Merger.objects.select_related("successor").order_by("-merged_at", "-pk")[:10],
    }  # fmt: skip
    return render(request, "partners/merge.html", context)


def _choices(words: str) -> object:
    """Who is found by the words; without words the municipalities, for which this is made."""
    # One may merge on a day that lies before today, so those that ended since are there too.
    rows = Organisation.objects.order_by("name", "pk")
    if words:
        return rows.filter(Q(name__icontains=words) | Q(cbs_code__iexact=words))
    return rows.filter(kind=OrganisationKind.MUNICIPALITY, valid_until=None)


def merger_page(request: HttpRequest, merger_id: int) -> HttpResponse:
    merger = get_object_or_404(Merger.objects.select_related("successor"), pk=merger_id)
    by = require(request, Permission.ORGANISATION_MERGE)
    if request.method == "POST":
        if merger.successor:
            require(request, Permission.ORGANISATION_MERGE, about=merger.successor)
        try:
            undo_merger(merger=merger, by=by, at=clock.now())
        except Obstructed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The merger is undone. Everything is as it was."))
        return redirect(merger)
    context = {
        "merger": merger,
        "names": ", ".join(merger.names),
        "obstacles": [] if merger.undone_at else list(obstacles_to_undoing(merger)),
        "successions": merger.successions.select_related("predecessor").order_by("predecessor__name"),
    }
    return render(request, "partners/merger.html", context)
