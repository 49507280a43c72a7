"""The page behind a personal link. Opening it changes nothing: scanners open links too. A button does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.forms import show_refusal
from kopgroep.kernel.links.actions import answer_link, digest_of_token
from kopgroep.kernel.links.limits import too_many_answers, too_many_guesses
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.links.purposes import Purpose, is_known, purpose_of
from kopgroep.kernel.links.rules import obstacles_to_answering
from kopgroep.kernel.obstacles import Obstructed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    held = PersonalLink.objects.filter(digest=digest_of_token(token)).first()
    found = _meant(held, request.GET.get("for", "")) if held else None
    about = record_at(found.about) if found and is_known(found.purpose) else None
    if found is None or about is None:
        slow = too_many_guesses(request)
        return _kept_private(
            render(request, "links/unknown.html", {"slow": slow}, status=429 if slow else 404)
        )
    # The visitor has no account here: the link says the language, unless the visitor chose another on this site.
    language = request.COOKIES.get("django_language") or found.language
    with override(language if language in ("nl", "en") else "nl"):
        return _kept_private(_page(request, found, purpose_of(found.purpose), about))


def _page(request: HttpRequest, found: PersonalLink, purpose: Purpose, about: Any) -> HttpResponse:
    on = clock.today()
    context: dict[str, Any] = {
        "title": purpose.title(about),
        "link": found,
        "deal": getattr(about, "deal", None),
        **purpose.facts(about, on),
    }
    obstacles = list(obstacles_to_answering(found, purpose, about, on))
    if obstacles:
        if obstacles[0].code == "used":
            return render(request, "links/done.html", {**context, **_done(found, purpose, about, on)})
        return render(request, "links/over.html", {**context, "obstacles": obstacles}, status=410)
    if request.method != "POST":
        return render(request, "links/link.html", {**context, "form": purpose.form(about, None)})
    if too_many_answers(found.digest):
        return render(request, "links/unknown.html", {"slow": True}, status=429)
    form = purpose.form(about, request.POST)
    if form.is_valid():
        try:
            answer_link(link=found, purpose=purpose, about=about, typed=form.cleaned_data, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            done = _done(found, purpose, about, on)
            return render(request, "links/done.html", {**context, **done, "new": True})
    return render(request, "links/link.html", {**context, "form": form})


def _meant(held: PersonalLink, wanted: str) -> PersonalLink | None:
    """The link in the mail, or another one of the same person that its page leads to."""
    if not wanted:
        return held
    theirs = PersonalLink.objects.trusted_with(held, clock.today())
    return next((link for link in theirs if str(link.uid) == wanted), None)


def _done(found: PersonalLink, purpose: Purpose, about: Any, on: date) -> dict[str, Any]:
    """What the answer changed, and the same question for the other organisations that one speaks for."""
    others = []
    theirs = PersonalLink.objects.trusted_with(found, on).open_on(on).exclude(pk=found.pk)
    for link in theirs.order_by("made_at", "pk"):
        subject = record_at(link.about)
        if subject is not None and not list(obstacles_to_answering(link, purpose, subject, on)):
            others.append({"text": purpose.title(subject), "url": f"?for={link.uid}"})
    return {"effect": purpose.effect(about, on), "others": others}


def record_at(address: str) -> Any:
    """The record that a link is about; None when it is gone."""
    label, _, uid = address.partition(":")
    return apps.get_model(label)._base_manager.filter(uid=uid).first()


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
