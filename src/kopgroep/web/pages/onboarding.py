"""For who joins, early or late: what was decided, where the deal is, what is asked now, and whom one can ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import route_of, state_of
from kopgroep.rooms.partners.models import Capacity, Partner
from kopgroep.rooms.partners.queries.joining import effort_words
from kopgroep.rooms.partners.queries.obligations import membership_of, obligations_of
from kopgroep.rooms.partners.queries.partner import PartnerFile, contacts_of, partner_file
from kopgroep.rooms.partners.queries.peers import office_of, peers_of
from kopgroep.rooms.partners.views.loading import load_partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries import joining_of
from kopgroep.rooms.programme.queries.phases import phases_of


@dataclass(frozen=True, slots=True)
class Decided:
    """Something that happened in the deal, on its day, with its page."""

    on: date
    words: str
    reason: str
    url: str


def onboarding(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    deal, on = partner.deal, clock.today()
    if deal.is_read_only:
        # Nobody joins a deal that is history.
        raise Http404
    inside = may(request, Permission.CONTACTS_VIEW, about=partner)
    may_edit = may(request, Permission.PARTNER_EDIT, about=partner)
    shown, member = partner_file(partner, on=on), membership_of(partner)
    owed = obligations_of(partner, on=on)
    role_code = shown.running.role.code if shown.running else ""
    context = {
        "deal": deal,
        "partner": partner,
        "member": member,
        "route": route_of(deal, state_of(deal, on), on),
        "phases": phases_of(deal, on),
        "decided": decided_in(deal, with_reasons=may(request, Permission.HISTORY_VIEW, about=deal)),
        "now": next((each for each in owed if each.is_now), None),
        "owed": [each for each in owed if not each.is_now],
        "running": shown.running,
        "effort": effort_words(shown.running.days_per_month) if shown.running else "",
        "peers": peers_of(partner, on=on, role_code=role_code, with_people=inside),
        "office": office_of(deal, on=on) if inside else [],
        "joining": joining_of(deal),
        "ask_email": joining_of(deal).email,
        "steps": first_steps(partner, shown, on) if may_edit else [],
        "inside": inside,
    }
    return render(request, "pages/onboarding.html", context)


def decided_in(deal: Deal, *, with_reasons: bool) -> list[Decided]:
    """Phases begun, gates decided, planning moved and the signing, newest first; three queries."""
    found = [
        Decided(
            entry.entered_on,
            _("The phase %(phase)s began.") % {"phase": entry.phase},
            entry.reason,
            reverse("programme:phases", args=[deal.code]),
        )
        for entry in deal.phase_entries.select_related("phase").order_by("pk")
    ]
    found += [
        Decided(
            clock.day_of(review.reviewed_at),
            _("Gate of %(phase)s: %(decision)s.") % {"phase": review.phase, "decision": review.words},
            review.reason,
            review.get_absolute_url(),
        )
        for review in Review.objects.filter(deal=deal).select_related("phase").order_by("pk")
    ]
    found += [
        Decided(
            version.planned_on,
            _("The planning was moved."),
            version.reason,
            reverse("programme:planning", args=[deal.code]),
        )
        for version in deal.plan_versions.filter(number__gt=1).order_by("pk")
    ]
    if deal.signed:
        found.append(Decided(deal.signed.first, _("The deal was signed."), "", ""))
    if not with_reasons:
        found = [Decided(each.on, each.words, "", each.url) for each in found]
    return sorted(found, key=lambda each: each.on, reverse=True)


def first_steps(partner: Partner, shown: PartnerFile, on: date) -> list[dict[str, Any]]:
    """What the partner itself can do first; what is done already is not asked again."""
    steps = []
    if shown.lacks_motivation:
        steps.append((_("Write down why you take part"), reverse("partners:motivation", args=[partner.pk])))
    if shown.lacks_role:
        steps.append(
            (_("Choose your role and the days a month"), reverse("partners:role", args=[partner.pk]))
        )
    capacities = {
        contact.capacity for contact in contacts_of(partner.organisation, on=on, deals=[partner.deal_id])
    }
    add = reverse("partners:contact-add", args=[partner.organisation_id])
    if Capacity.CONTACT not in capacities:
        steps.append((_("Name your contact"), add))
    elif Capacity.DEPUTY not in capacities:
        steps.append((_("Name a deputy, so that it does not hang on one person"), add))
    steps.append(
        (_("Look at what is in order in this phase"), reverse("programme:phases", args=[partner.deal.code]))
    )
    return [{"label": label, "url": url} for label, url in steps]
