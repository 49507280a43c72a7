"""The webhooks of a deal: which programs hear what happens, and what they were told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.accounts.forms import show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.lists import Choice, Column, ListOf
from kopgroep.kernel.lists.columns import in_words
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.webhooks import actions
from kopgroep.kernel.webhooks.models import SUBJECTS, Delivery, DeliveryState, Webhook
from kopgroep.kernel.webhooks.reasons import reason_in_words
from kopgroep.rooms.programme.models import Deal

TONES = {
    DeliveryState.WAITING: "neutral",
    DeliveryState.SENDING: "info",
    DeliveryState.DELIVERED: "good",
    DeliveryState.FAILED: "bad",
}
DELIVERIES = ListOf(
    noun=lambda count: ngettext("delivery", "deliveries", count),
    columns=(
        Column(
            "verb",
            _("What happened"),
            value=lambda row: row.verb,
            sort=("verb",),
            url=lambda row: reverse(
                "webhook-delivery", args=[row.webhook.deal_code, row.webhook.uid, row.uid]
            ),
        ),
        Column(
            "state",
            _("State"),
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES[DeliveryState(row.state)],
            sort=("state",),
            phone=True,
        ),
        Column("made", _("When"), value="made_at", sort=("made_at", "number"), phone=True),
        Column("attempts", _("Tries"), value="attempts", numeric=True),
        Column("error", _("What went wrong"), value=lambda row: reason_in_words(row.error)),
    ),
    filters=(Choice("state", _("State"), DeliveryState.choices),),
    order="-made",
    empty=_("Nothing was told yet. What happens from now on appears here within a minute."),
)


class WebhookForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it?"),
        max_length=100,
        widget=forms.TextInput(attrs={"data-example": "intranet"}),
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Begins with https:// and can be reached from the internet."),
        widget=forms.URLInput(attrs={"data-example": "https://example.org/kopgroep"}),
    )
    verbs = forms.MultipleChoiceField(
        label=_("What it hears of"),
        required=False,
        help_text=_("Tick nothing, and it hears of everything that happens in the deal."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verbs"]
        assert isinstance(field, forms.MultipleChoiceField)
        chosen = [verb for verb in self.initial.get("verbs", ()) if not verb.endswith(".*")]
        # Single verbs come from the API; they stay until somebody takes their tick away.
        field.choices = [
            *((f"{name}.*", words) for name, words in SUBJECTS.items()),
            *((v, v) for v in chosen),
        ]


def heard_by(webhook: Webhook) -> list[str]:
    """What it hears of, in words; a single verb as it is written in the reference."""
    words = {f"{name}.*": str(label) for name, label in SUBJECTS.items()}
    return [words.get(verb, verb) for verb in webhook.verbs]


def _load(request: HttpRequest, deal: str, uid: UUID | None = None) -> tuple[Deal, Webhook | None, Actor]:
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.WEBHOOK_MANAGE, about=found)
    webhook = get_object_or_404(Webhook, uid=uid, on=found.address) if uid else None
    return found, webhook, by


def _one(request: HttpRequest, deal: str, uid: UUID) -> tuple[Deal, Webhook, Actor]:
    found, webhook, by = _load(request, deal, uid)
    assert webhook is not None
    return found, webhook, by


def _secret(request: HttpRequest, deal: Deal, webhook: Webhook, secret: str) -> HttpResponse:
    return render(request, "webhooks/secret.html", {"deal": deal, "webhook": webhook, "secret": secret})


@never_cache
def webhooks(request: HttpRequest, deal: str) -> HttpResponse:
    found, _none, _by = _load(request, deal)
    rows = Webhook.objects.filter(on=found.address).order_by("name", "pk")
    return render(request, "webhooks/list.html", {"deal": found, "webhooks": rows})


@never_cache
def add(request: HttpRequest, deal: str) -> HttpResponse:
    """The page after it shows the secret, once."""
    found, _none, by = _load(request, deal)
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            made, secret = actions.add_webhook(deal=found, by=by, at=clock.now(), **form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return _secret(request, found, made, secret)
    return render(request, "webhooks/form.html", {"deal": found, "form": form})


@never_cache
def webhook(request: HttpRequest, deal: str, uid: UUID) -> HttpResponse:
    found, one, _by = _one(request, deal, uid)
    rows = Delivery.objects.filter(webhook=one).select_related("webhook")
    shown = DELIVERIES.show(request, rows, title=gettext("Deliveries to %(webhook)s") % {"webhook": one.name})
    if shown.download:
        return shown.download
    context = {"deal": found, "webhook": one, "list": shown, "heard": heard_by(one)}
    return render(
        request, "webhooks/webhook.html", {**context, "why_off": reason_in_words(one.switched_off_why)}
    )


@never_cache
def edit(request: HttpRequest, deal: str, uid: UUID) -> HttpResponse:
    found, one, by = _one(request, deal, uid)
    start = {"name": one.name, "url": one.url, "verbs": one.verbs}
    form = WebhookForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            actions.change_webhook(webhook=one, by=by, at=clock.now(), **form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, gettext("The webhook is kept."))
            return redirect("webhook", found.code, one.uid)
    return render(request, "webhooks/form.html", {"deal": found, "form": form, "webhook": one})


@require_POST
def act(request: HttpRequest, deal: str, uid: UUID) -> HttpResponse:
    """One of the buttons of a webhook's page."""
    found, one, by = _one(request, deal, uid)
    wanted, at = request.POST.get("do", ""), clock.now()
    try:
        if wanted == "secret":
            return _secret(request, found, one, actions.renew_secret(webhook=one, by=by, at=at))
        if wanted in ("on", "off"):
            actions.switch_webhook(webhook=one, on=wanted == "on", by=by, at=at)
        elif wanted == "try":
            actions.try_webhook(webhook=one, by=by, at=at)
            messages.success(request, gettext("A trial is on its way; see below in a moment how it went."))
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect("webhook", found.code, one.uid)


@never_cache
def remove(request: HttpRequest, deal: str, uid: UUID) -> HttpResponse:
    found, one, by = _one(request, deal, uid)
    if request.method == "POST":
        actions.remove_webhook(webhook=one, deal=found, by=by, at=clock.now())
        messages.success(request, gettext("The webhook %(webhook)s is gone.") % {"webhook": one.name})
        return redirect("webhooks", found.code)
    return render(request, "webhooks/remove.html", {"deal": found, "webhook": one})


def _delivery(deal: Deal, webhook: Webhook, delivery: UUID) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("webhook"), uid=delivery, webhook=webhook)


@never_cache
def delivery(request: HttpRequest, deal: str, uid: UUID, delivery: UUID) -> HttpResponse:
    found, one, _by = _one(request, deal, uid)
    row = _delivery(found, one, delivery)
    context = {"deal": found, "webhook": one, "delivery": row, "tone": TONES[DeliveryState(row.state)]}
    facts = [
        {"label": gettext("When"), "value": in_words(row.made_at)},
        {"label": gettext("Number (webhook-id)"), "value": str(row.uid)},
        {"label": gettext("Tries"), "value": str(row.attempts)},
        {"label": gettext("Last answer"), "value": str(row.answer) if row.answer else gettext("none")},
        {"label": gettext("What went wrong"), "value": reason_in_words(row.error) or gettext("nothing")},
    ]
    if row.state == DeliveryState.WAITING:
        facts.append({"label": gettext("Next try"), "value": in_words(row.next_at)})
    return render(request, "webhooks/delivery.html", {**context, "facts": facts})


@require_POST
def delivery_again(request: HttpRequest, deal: str, uid: UUID, delivery: UUID) -> HttpResponse:
    found, one, by = _one(request, deal, uid)
    row = _delivery(found, one, delivery)
    try:
        actions.deliver_again(delivery=row, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("It is tried again now."))
    return redirect("webhook-delivery", found.code, one.uid, row.uid)
