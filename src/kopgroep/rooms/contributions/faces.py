"""What the house asks of the contributions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.kernel.money import Euro, Hours
from kopgroep.rooms.contributions.models import HoursEntry, HoursSuggestion, Invoice, Payment
from kopgroep.rooms.contributions.queries.sheets import Sheet, sheet_of, sheets_of
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import ContributionNorm, Deal, DealKind, phase_on

ONE, NONE = Decimal(1), Decimal(0)
# A partner that gave, paid or joined so lately is visibly engaged.
ENGAGED_DAYS = 92


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Every measure of this room on a day, from dated facts."""
    sheets = sheets_of(deal, on)
    yield Reading("commitments", "partner", tuple(_commitments(deal, sheets, on)))
    asked = [sheet for sheet in sheets if not sheet.is_exempt]
    yield Reading("days_per_month", "partner", tuple(_days(sheet) for sheet in asked))
    yield Reading("contribution_paid", "partner", tuple(_paid(sheet) for sheet in sheets))
    yield Reading("engaged_partners", "partner", tuple(_engaged(deal, sheets, on)))


def _subject(sheet: Sheet, value: Decimal, told: str, page: str, advice: str) -> Subject:
    partner = sheet.partner
    name, address = partner.organisation.name, partner.address
    seen = Item(name, reverse("contributions:partner", args=[partner.pk]), told, address)
    mended = Item(name, reverse(f"contributions:{page}", args=[partner.pk]), advice, address)
    return Subject(
        key=str(partner.uid),
        label=name,
        value=value,
        evidence=(seen,) if told else (),
        open=(mended,),
    )


def _commitments(deal: Deal, sheets: list[Sheet], on: date) -> Iterator[Subject]:
    """A promise, or an exemption, for the phase that the deal is in, or else the next one that asks something."""
    now = phase_on(deal, on)
    order = now.order if now else 0
    asking = ContributionNorm.objects.filter(deal=deal).order_by("phase__order")
    phases = list(asking.values_list("phase_id", "phase__order"))
    reached = [phase for phase, at in phases if at <= order]
    wanted = reached[-1:] or [phase for phase, _at in phases[:1]]
    for sheet in sheets:
        held = [row for row in sheet.commitments if not wanted or row.phase_id in wanted]
        told = ""
        if held:
            day = date_format(held[-1].from_on, "j F Y")
            words = _("exempt since %(day)s") if held[-1].is_exempt else _("promised on %(day)s")
            told = words % {"day": day}
        yield _subject(sheet, ONE if held else NONE, told, "commit", _("Ask for its commitment"))


def _days(sheet: Sheet) -> Subject:
    words = _("%(given)s of %(asked)s") % {
        "given": sheet.given.shown(sheet.partner.deal.hours_per_day),
        "asked": sheet.asked.shown(sheet.partner.deal.hours_per_day),
    }
    value = sheet.days_per_month
    return _subject(sheet, value, words if value else "", "give", _("%(given)s given") % {"given": words})


def _paid(sheet: Sheet) -> Subject:
    """All that was asked up to now; who need not pay anything has paid."""
    is_paid = sheet.paid >= sheet.expected and bool(sheet.expected or sheet.commitments)
    told = str(sheet.paid) if sheet.expected else _("nothing is asked")
    advice = _("%(open)s is still open") % {"open": sheet.to_pay}
    return _subject(sheet, ONE if is_paid else NONE, told if is_paid else "", "partner", advice)


def _engaged(deal: Deal, sheets: list[Sheet], on: date) -> Iterator[Subject]:
    since = on - timedelta(days=ENGAGED_DAYS)
    gave = HoursEntry.objects.standing(on).filter(partner__deal=deal, given_on__gt=since, minutes__gt=0)
    lately = dict(gave.order_by("given_on").values_list("partner_id", "given_on"))
    paid = Payment.objects.filter(Q(undone_on=None) | Q(undone_on__gt=on), invoice__partner__deal=deal)
    paid = paid.filter(paid_on__gt=since, paid_on__lte=on)
    money = dict(paid.order_by("paid_on").values_list("invoice__partner_id", "paid_on"))
    for sheet in sheets:
        key, told = sheet.partner.pk, ""
        if key in lately:
            told = _("gave hours on %(day)s") % {"day": date_format(lately[key], "j F Y")}
        elif key in money:
            told = _("paid on %(day)s") % {"day": date_format(money[key], "j F Y")}
        elif sheet.partner.since_on > since:
            told = _("joined on %(day)s") % {"day": date_format(sheet.partner.since_on, "j F Y")}
        yield _subject(sheet, ONE if told else NONE, told, "give", _("Nothing was heard for three months"))


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For a contact: last month's answer, suggestions, a promise to make. For the office: what is overdue."""
    if not user.is_authenticated:
        return []
    partners = _spoken_for(user, on)
    if deal is not None:
        partners = [partner for partner in partners if partner.deal_id == deal.pk]
    return [*_asked_of(partners, on), *_suggested(partners), *_overdue(user, on, deal)]


def _spoken_for(user: Any, on: date) -> list[Partner]:
    mine = Contact.objects.speaking_for(on).filter(person__user=user)
    rows = Partner.objects.taking_part(on).exclude(deal__kind=DealKind.HISTORICAL)
    rows = rows.filter(organisation__contacts__in=mine).select_related("organisation", "deal").distinct()
    return list(rows.order_by("organisation__name", "pk")[:20])


def _asked_of(partners: list[Partner], on: date) -> Iterator[Item]:
    for partner in partners:
        sheet = sheet_of(partner, on)
        last = next((month for month in reversed(sheet.months) if not month.is_running), None)
        if last is not None and last.asked and not last.given:
            month = date_format(last.month_from, "F Y")
            yield Item(
                _("How much did %(partner)s give in %(month)s?")
                % {"partner": partner.organisation.name, "month": month},
                reverse("contributions:give", args=[partner.pk]),
                _("two taps"),
                partner.address,
            )


def _suggested(partners: list[Partner]) -> Iterator[Item]:
    waiting = HoursSuggestion.objects.filter(partner__in=partners, answered_on=None)
    counts: dict[int, int] = {}
    for key in waiting.values_list("partner_id", flat=True):
        counts[key] = counts.get(key, 0) + 1
    for partner in partners:
        if number := counts.get(partner.pk):
            words = ngettext("%(count)d suggestion for hours", "%(count)d suggestions for hours", number)
            yield Item(
                words % {"count": number},
                reverse("contributions:partner", args=[partner.pk]) + "#suggestions",
                partner.organisation.name,
                partner.address,
            )


def _overdue(user: Any, on: date, deal: Deal | None) -> Iterator[Item]:
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(
        user=user, role__in=[Role.MANAGER, Role.OFFICE], on__startswith=start
    )
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL)
    for one in deals.order_by("pk") if deal is None else deals.filter(pk=deal.pk):
        rows = Invoice.objects.filter(partner__deal=one, cancelled_on=None, due_on__lt=on)
        late = [invoice for invoice in rows.prefetch_related("payments") if _open(invoice)]
        if late:
            total = Euro.of(sum((_open(invoice) for invoice in late), NONE))
            words = ngettext("%(count)d invoice is overdue", "%(count)d invoices are overdue", len(late))
            yield Item(
                words % {"count": len(late)},
                reverse("contributions:invoices", args=[one.code]) + "?overdue=yes",
                str(total),
                one.address,
            )


def _open(invoice: Invoice) -> Decimal:
    paid = sum((each.euros for each in invoice.payments.all() if each.undone_on is None), NONE)
    return invoice.euros - paid


def news(deal: Deal, since: datetime) -> list[Entry]:
    about = ("commitment", "hours_entry", "invoice", "payment")
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gte=since)
    started = Q()
    for word in about:
        started |= Q(verb__startswith=f"{word}.")
    return list(rows.filter(started).order_by("-number"))


def together(sheets: list[Sheet]) -> tuple[Hours, Euro]:
    """What all partners gave, in time and money."""
    time = Hours(sum(sheet.given.units for sheet in sheets))
    return time, Euro(sum(sheet.paid.units for sheet in sheets))
