"""A table comes in: upload, columns, preview with a verdict per row, import, result with undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kopgroep.formats.tables import Unreadable
from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.imports import actions, files, work
from kopgroep.kernel.imports.kinds import Judged, Verdict, is_registered, kind_of, kinds
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.imports.rules import obstacles_to_going_on, obstacles_to_undoing
from kopgroep.kernel.imports.words import TONES, VERDICTS, why
from kopgroep.kernel.jobs.models import State
from kopgroep.kernel.jobs.registry import name_of
from kopgroep.kernel.lists.export import FORMATS, as_file
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.queries.invitations import not_invited
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.web.forms.imports import ColumnsForm, UploadForm, choices_in
from kopgroep.web.pages.jobs import progress_of

PAGE_SIZE = 50
SAMPLES = 3


def _load(request: HttpRequest, uid: UUID) -> tuple[Import, Actor]:
    found = get_object_or_404(Import.objects.select_related("job", "asked_by"), uid=uid)
    return found, require(request, Permission.IMPORT_RUN, about=found.about)


def _steps(of: Import | None) -> list[dict[str, str]]:
    """Where an import is, among the five steps that every import takes."""
    here = 0
    if of is not None:
        here = {Step.COLUMNS: 1, Step.CHECKED: 2}.get(Step(of.step), 4)
        if of.step == Step.CHECKED and of.is_busy:
            here = 3
    urls = ["", reverse("import-columns", args=[of.uid]) if of and here < 3 else "", "", "", ""]
    words = [_("File"), _("Columns"), _("Preview"), _("Import"), _("Result")]
    states = ["done" if n < here else "current" if n == here else "later" for n in range(5)]
    return [
        {"label": label, "state": state, "url": url}
        for label, state, url in zip(words, states, urls, strict=True)
    ]


def imports(request: HttpRequest, deal: str) -> HttpResponse:
    """The first step, what came in before, and what is known as a file to edit."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.IMPORT_RUN, about=found)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.META.get("kopgroep.too_large"):
        limit = files.limits().file_bytes // 1_000_000
        form.errors["file"] = form.error_class([str(why(Unreadable("too-large", {"most": limit})))])
    elif request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.upload_table(
                kind=typed["kind"], about=found, upload=typed["file"], by=by, at=clock.now()
            )
        except Obstructed as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("import-columns", made.uid)
    context = {
        "deal": found,
        "form": form,
        "steps": _steps(None),
        "obstacles": list(obstacles_to_changing(found)),
        "earlier": Import.objects.filter(on=found.address)
        .select_related("asked_by", "job")
        .order_by("-asked_at", "-pk")[:20],
        "known": kinds(),
        "formats": [(code, FORMATS[code][0]) for code in ("xlsx", "ods", "csv")],
    }
    # Who is refused while still sending sees the page only when its status says so.
    status = 413 if request.META.get("kopgroep.too_large") else 200
    return render(request, "pages/imports.html", context, status=status)


@require_GET
def known(request: HttpRequest, deal: str, kind: str, form: str) -> HttpResponse:
    """What is known now as a file, with the numbers by which edited rows are found again."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.IMPORT_RUN, about=found)
    if not is_registered(kind) or form not in FORMATS:
        raise Http404
    columns, rows = kind_of(kind).known(found)
    return as_file(form, name=f"{found.code} {kind}", columns=columns, rows=rows)


def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    of, by = _load(request, uid)
    if of.is_busy or list(obstacles_to_going_on(of)):
        return redirect(of)
    try:
        if "again" in request.POST:
            actions.look_again(
                of=of, sheet=request.POST.get("sheet", ""), heads_at=_row(request.POST.get("heads_at", ""))
            )
            return redirect("import-columns", of.uid)
        table = files.table_of(of)
    except (Obstructed, Unreadable) as refusal:
        words = str(why(refusal)) if isinstance(refusal, Unreadable) else str(refusal)
        messages.error(request, words)
        return redirect("imports", of.about.code)
    form = ColumnsForm(request.POST or None, of=of)
    under = table.rows[of.header_row + 1 :]
    if form.is_valid():
        try:
            actions.choose_columns(of=of, columns=form.columns(), options=form.options(), at=clock.now())
            work.check(of, by=by, rows=len(under))
        except Obstructed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(of)
    context = {
        "deal": of.about,
        "import": of,
        "form": form,
        "steps": _steps(of),
        "columns": form.with_samples([row for row in under if any(row)][:SAMPLES]),
        "heads_at": of.header_row + 1,
        "count": sum(1 for row in under if any(row)),
    }
    return render(request, "pages/import_columns.html", context)


def _row(text: str) -> int | None:
    return int(text) - 1 if text.isascii() and text.isdigit() and 0 < len(text) < 7 else None


@never_cache
@require_GET
def table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where the import is now: busy, to be looked at, or done."""
    of, _by = _load(request, uid)
    is_part = getattr(request, "htmx", False)
    if of.job and of.is_busy:
        part = {"job": progress_of(of.job, clock.now()), "url": of.get_absolute_url()}
        if is_part:
            return render(request, "ui/progress.html", {**part, "level": "hidden"})
        context = {**part, "deal": of.about, "import": of, "steps": _steps(of)}
        return render(request, "pages/import_busy.html", context)
    if is_part:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    if of.step == Step.COLUMNS and of.kept_as and not of.job:
        return redirect("import-columns", of.uid)
    return render(request, "pages/import.html", _shown(request, of))


def _shown(request: HttpRequest, of: Import) -> dict[str, Any]:
    wanted = request.GET.get("verdict", "")
    rows = [each for each in files.verdicts_of(of) if wanted not in VERDICTS or each.judged == wanted]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    is_open = of.step in (Step.COLUMNS, Step.CHECKED)
    labels = {field.code: field.label for field in kind_of(of.kind).fields}
    told = [_told(verdict, labels) for verdict in page.object_list]
    return {
        "deal": of.about,
        "import": of,
        "steps": _steps(of),
        "is_open": is_open,
        "trouble": trouble_of(of),
        "tabs": _tabs(of, wanted),
        "page": page,
        "rows": told,
        "asks": any(row["asks"] for row in told),
        "obstacles": list(obstacles_to_going_on(of)) if is_open else [],
        "undoing": list(obstacles_to_undoing(of)) if of.step == Step.DONE else [],
        "to_invite": len(not_invited(of.about, clock.today())) if of.step == Step.DONE else 0,
        "submit": ngettext("Import %(count)d row", "Import %(count)d rows", of.coming_in)
        % {"count": of.coming_in},
        "doubt": of.counts.get(Judged.DOUBT, 0),
        "refused": of.counts.get(Judged.REFUSED, 0),
    }


def trouble_of(of: Import) -> dict[str, str]:
    """What did not work out the last time, and what that means for the table; empty when all went well."""
    job = of.job
    if job is None or of.is_busy or of.is_over_well:
        return {}
    was_stopped = job.state == State.STOPPED
    again = ""
    if job.action == name_of(work.undo_job):
        title = _("The import is not undone")
        text = _("It was stopped. What came in is still there.") if was_stopped else job.error
    elif of.step == Step.DONE:
        title, again = (
            _("All rows came in, but search does not find them all yet"),
            reverse("job-again", args=[job.uid]),
        )
        text = _("Let search learn the rest; nothing is imported twice.")
    else:
        title = _("Nothing came in")
        text = _("It was stopped. You can go on whenever you like.") if was_stopped else job.error
    return {"title": title, "text": text, "again": again}


def _tabs(of: Import, wanted: str) -> list[dict[str, Any]]:
    tabs = [
        {"label": _("All"), "count": of.rows, "url": of.get_absolute_url(), "current": wanted not in VERDICTS}
    ]
    for judged, word in VERDICTS.items():
        if of.counts.get(judged):
            url = f"{of.get_absolute_url()}?verdict={judged}"
            tabs.append({"label": word, "count": of.counts[judged], "url": url, "current": wanted == judged})
    return tabs


def _told(verdict: Verdict, labels: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": verdict.number,
        "title": verdict.title,
        "word": VERDICTS[verdict.judged],
        "tone": TONES[verdict.judged],
        "reasons": verdict.reasons,
        "changes": [
            {"label": labels.get(each.code, each.code), "old": each.old, "new": each.new}
            for each in verdict.changes
        ],
        "candidates": verdict.candidates,
        "asks": bool(verdict.candidates) or bool(verdict.chosen),
        "chosen": verdict.chosen,
    }


@require_POST
def go_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep the choices; and when asked, import what is then to come in."""
    of, by = _load(request, uid)
    asked = request.POST.get("do") == "import"
    try:
        if request.POST.get("do") == "check":
            work.check_again(of, by=by)
            return redirect(of)
        posted = choices_in(request.POST)
        chosen = {number: answer for number, answer in posted.items() if of.choices.get(number, "") != answer}
        if chosen:
            actions.decide(of=of, choices=chosen)
            work.check(of, by=by, rows=of.rows)
        if asked and of.is_busy:
            messages.info(request, _("Your choices are worked in first; then you can import."))
        elif asked:
            work.start_import(of, by=by)
        elif chosen and not of.is_busy:
            messages.success(request, _("The choices are kept."))
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(of)


@require_POST
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    of, by = _load(request, uid)
    try:
        work.start_undo(of, by=by)
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        if not of.is_busy:
            messages.success(request, _("The import is undone. Everything is as it was."))
    return redirect(of)


@require_POST
def give_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the file away; nothing had come in, and what had stays."""
    of, _by = _load(request, uid)
    if of.is_busy:
        messages.error(request, _("It is being worked on; wait until that is done, or stop it."))
        return redirect(of)
    actions.remove_upload(of=of)
    messages.success(request, _("The file is removed."))
    return redirect("imports", of.about.code)
