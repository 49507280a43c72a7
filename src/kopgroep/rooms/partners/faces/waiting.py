"""What waits for somebody in the network, and what happened there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item
from kopgroep.rooms.partners.faces.keeping import relations_waiting
from kopgroep.rooms.partners.faces.measuring import Part, Pen
from kopgroep.rooms.partners.models import (
    PIPELINE,
    STAFF,
    TAKING_PART,
    Contact,
    Enquiry,
    Partner,
    Stage,
    Standing,
)
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.partners.queries.succession import open_successions
from kopgroep.rooms.programme.models import Deal, DealKind

# After so many days without news a talk is worth a call.
SILENT_DAYS = 42
MOST = 20


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """What this person could do today: the own organisation's answers, and for staff talks and contacts."""
    if not user.is_authenticated:
        return []
    at_work = Partner.objects.standing_on(on).select_related("organisation", "deal")
    at_work = at_work.exclude(deal__kind=DealKind.HISTORICAL)
    if deal is not None:
        at_work = at_work.filter(deal=deal)
    deals = _staffed(user, on, deal)
    return [
        *_enquiries(deals, on),
        *relations_waiting(user, deals, on),
        *_own_answers(user, at_work, on),
        *_successions(user, deals, on),
        *_for_staff(at_work, deals, on),
        *_leaving(deals, on),
        *_mail_comes_back(deals, on),
    ]


def _own_answers(user: Any, at_work: PartnerQuerySet, on: date) -> list[Item]:
    mine = Contact.objects.speaking_for(on).filter(person__user=user)
    if not mine.exists():
        return []
    here = mine.filter(organisation=OuterRef("organisation"), deal=None)
    for_this_deal = mine.filter(organisation=OuterRef("organisation"), deal=OuterRef("deal"))
    partners = at_work.at_stage(*TAKING_PART).with_promises(on).filter(Exists(here) | Exists(for_this_deal))
    found, pen = [], Pen.of_the_reader()
    for partner in partners.order_by("organisation__name", "pk"):
        if not partner.is_motivated:
            found.append(
                pen.mended(
                    Part.of(partner),
                    "motivation",
                    _("Write down why you take part in %(deal)s") % {"deal": partner.deal},
                )
            )
        if partner.role_code is None:
            found.append(
                pen.mended(
                    Part.of(partner),
                    "role",
                    _("Name your role in %(deal)s and the days a month") % {"deal": partner.deal},
                )
            )
    return found


def _successions(user: Any, deals: list[Deal], on: date) -> list[Item]:
    """Who left and was not followed up: for the office, and for who else speaks for that organisation."""
    colleague = Contact.objects.speaking_for(on).filter(
        Q(deal=None) | Q(deal=OuterRef("deal")), person__user=user, organisation=OuterRef("organisation")
    )
    mine = Q(Exists(colleague))
    if deals:
        there = Partner.objects.filter(deal__in=deals).values("organisation")
        mine |= Q(deal=None, organisation__in=there) | Q(deal__in=deals)
    rows = open_successions(on).filter(mine).order_by("until_on", "pk")
    found = []
    for row in rows[:MOST]:
        gone = row.until_on is not None and row.until_on <= on
        words = _("left on %(day)s: who takes over?") if gone else _("leaves on %(day)s: who takes over?")
        found.append(
            Item(
                f"{row.person.name}, {row.organisation.name}",
                reverse("partners:succession", args=[row.pk]),
                words % {"day": date_format(row.until_on, "j F Y") if row.until_on else ""},
            )
        )
    return found


def _staffed(user: Any, on: date, deal: Deal | None) -> list[Deal]:
    """The deals at work of which this user is manager or office."""
    grants = Grant.objects.in_force(on).filter(user=user, role__in=[role.value for role in STAFF])
    start = f"{Deal._meta.label_lower}:"
    uids = [
        address.removeprefix(start)
        for address in grants.values_list("on", flat=True)
        if address.startswith(start)
    ]
    if not uids:
        return []
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL)
    return list((deals if deal is None else deals.filter(pk=deal.pk)).order_by("pk"))


def _enquiries(deals: list[Deal], on: date) -> list[Item]:
    """Everyone who waits for an answer, the one that is late longest first."""
    if not deals:
        return []
    rows = Enquiry.objects.filter(deal__in=deals).waiting(on).select_related("deal")
    found = []
    for enquiry in rows.order_by("due_on", "pk")[:MOST]:
        day = date_format(enquiry.due_on, "j F Y")
        words = _("too late: it was due on %(day)s") if enquiry.due_on < on else _("answer by %(day)s")
        label = _("Enquiry of %(organisation)s") % {"organisation": enquiry.organisation_name}
        found.append(Item(label, enquiry.get_absolute_url(), words % {"day": day}, enquiry.address))
    return found


def _mail_comes_back(deals: list[Deal], on: date) -> list[Item]:
    """Contacts whose address is wrong: they hear nothing until somebody mends it."""
    if not deals:
        return []
    theirs = Partner.objects.standing_on(on).at_stage(*TAKING_PART).filter(deal__in=deals)
    rows = (
        Contact.objects.current(on)
        .unreachable_by_mail()
        .filter(organisation__in=theirs.values("organisation"))
    )
    words = _("Mail to %(email)s does not arrive: which address is right?")
    return [
        Item(
            f"{row.person.name}, {row.organisation.name}",
            reverse("partners:contact-edit", args=[row.pk]),
            words % {"email": row.person.email},
        )
        for row in rows.select_related("person", "organisation").order_by("person__name", "pk")[:MOST]
    ]


def _leaving(deals: list[Deal], on: date) -> list[Item]:
    """Who will leave: before that day its work has to find somebody else."""
    if not deals:
        return []
    rows = Standing.objects.filter(partner__deal__in=deals, stage=Stage.LEFT, since_on__gt=on)
    rows = rows.select_related("partner__organisation").order_by("since_on", "pk")
    words = _("Leaves on %(day)s: who takes over what it does?")
    return [
        Item(
            row.partner.organisation.name,
            row.partner.get_absolute_url(),
            words % {"day": date_format(row.since_on, "j F Y")},
            row.partner.address,
        )
        for row in rows[:MOST]
    ]


def _for_staff(at_work: PartnerQuerySet, deals: list[Deal], on: date) -> list[Item]:
    if not deals:
        return []
    mine = at_work.filter(deal__in=deals)
    reachable = Contact.objects.speaking_for(on).filter(organisation=OuterRef("organisation"))
    alone = mine.at_stage(*TAKING_PART).filter(~Exists(reachable)).order_by("organisation__name", "pk")[:MOST]
    return [
        *_silent(mine, {deal.pk: deal for deal in deals}, on),
        *(
            Item(
                label=partner.organisation.name,
                url=reverse("partners:contact-add", args=[partner.organisation_id]),
                detail=_("Has no contact yet"),
                address=partner.address,
            )
            for partner in alone
        ),
    ]


def _silent(mine: PartnerQuerySet, deals: Mapping[int, Deal], on: date) -> list[Item]:
    """Talks without news: one is named; more are one line per deal, with the list that holds them."""
    last_day = on - timedelta(days=SILENT_DAYS)
    quiet = mine.at_stage(*PIPELINE).filter(Q(since_on__lte=last_day)).order_by(F("since_on"), "pk")
    who = ("organisation__name", "organisation__helix", "organisation__valid_until")
    silent: dict[int, list[Part]] = {}
    for deal, *row in quiet.values_list("deal", "pk", "uid", *who, "stage", "relation", "since_on"):
        silent.setdefault(deal, []).append(Part(*row))
    pen = Pen.of_the_reader()
    return [
        pen.mended(parts[0], "move", _("No news for long: %(since)s") % {"since": pen.since(parts[0])})
        if len(parts) == 1
        else _many_silent(pen, deals[deal], parts, last_day)
        for deal, parts in silent.items()
    ]


def _many_silent(pen: Pen, deal: Deal, parts: list[Part], last_day: date) -> Item:
    query = urlencode({"stage": list(PIPELINE), "until": last_day.isoformat(), "sort": "since"}, doseq=True)
    label = _("%(count)s organisations of which there is no news for long") % {"count": len(parts)}
    words = _("%(deal)s. The longest: %(organisation)s, %(since)s")
    told = {"deal": str(deal.name), "organisation": parts[0].name, "since": pen.since(parts[0])}
    return Item(label, f"{reverse('partners:list', args=[deal.code])}?{query}", words % told)


def news(deal: Deal, since: datetime) -> list[Entry]:
    """The journal's entries about partners of a deal since a moment, newest first."""
    start = f"{Partner._meta.label_lower}:"
    entries = Entry.objects.filter(
        chain__name=deal.journal_chain, at__gt=since, mentions__address__startswith=start
    )
    return list(entries.select_related("private_text").distinct().order_by("-number")[:100])
