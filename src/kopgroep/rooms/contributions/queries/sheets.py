"""Per partner and month: asked, given, missing, carried over; and the money beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Min, Q, Sum

from kopgroep.kernel.money import Euro, Hours
from kopgroep.rooms.contributions.models import Commitment, HoursEntry, Invoice, Payment
from kopgroep.rooms.partners.models import TAKING_PART, Partner, Standing
from kopgroep.rooms.programme.models import ContributionNorm, Deal, Phase, PhaseEntry

HOURS_PER_DAY = Decimal(8)
NOTHING = Decimal(0)


def first_of_month(on: date) -> date:
    return on.replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one partner; `carried` is what all months up to this one leave: too much is positive."""

    month_from: date
    asked: Hours
    given: Hours
    carried: Hours
    is_running: bool = False

    @property
    def missing(self) -> Hours:
        return Hours(max(0, self.asked.units - self.given.units))


@dataclass(frozen=True)
class Sheet:
    """What one partner promised, gave and still has to do, on a day."""

    partner: Partner
    per_day: Decimal
    months: tuple[Month, ...]
    commitments: tuple[Commitment, ...]
    is_exempt: bool
    expected: Euro
    promised: Euro
    invoiced: Euro
    paid: Euro
    overdue: Euro

    @cached_property
    def asked(self) -> Hours:
        return Hours(sum(month.asked.units for month in self.months if not month.is_running))

    @cached_property
    def given(self) -> Hours:
        return Hours(sum(month.given.units for month in self.months))

    @cached_property
    def to_do(self) -> Hours:
        """What is missing over all months that are over, after what was carried over."""
        return Hours(max(0, self.asked.units - self.given.units))

    @property
    def to_pay(self) -> Euro:
        return Euro(max(0, self.expected.units - self.paid.units))

    @cached_property
    def days_per_month(self) -> Decimal:
        """Days a month on average, over the months that are over; over this month when none is yet."""
        over = [month for month in self.months if not month.is_running] or list(self.months)
        if not over:
            return NOTHING
        given = sum(month.given.units for month in self.months)
        return (Hours(given).hours / self.per_day / len(over)).quantize(Decimal("0.01"))

    @property
    def share(self) -> int:
        """Given of asked, in whole percent, up to 100."""
        return min(100, round(100 * self.given.units / self.asked.units)) if self.asked else 100


@dataclass
class Facts:
    """Everything about a deal that its sheets are made of: seven queries, whatever the number of partners."""

    deal: Deal
    on: date
    since: Mapping[int, date]
    entries: tuple[PhaseEntry, ...]
    norms: Mapping[int, ContributionNorm]
    phases: tuple[Phase, ...]
    commitments: Mapping[int, list[Commitment]]
    minutes: Mapping[tuple[int, date], int]
    invoices: Mapping[int, list[tuple[Decimal, Decimal, date]]]
    _phase_of: dict[date, Phase | None] = field(default_factory=dict)

    @property
    def per_day(self) -> Decimal:
        return self.deal.hours_per_day or HOURS_PER_DAY

    def phase_in(self, month: date) -> Phase | None:
        """The phase that the deal is in at the end of a month, or on the day itself."""
        if month not in self._phase_of:
            end = min(month_after(month) - timedelta(days=1), self.on)
            entered = [entry for entry in self.entries if entry.entered_on <= end]
            self._phase_of[month] = entered[-1].phase if entered else None
        return self._phase_of[month]

    @cached_property
    def begins(self) -> date | None:
        """The first month for which days are asked."""
        asking = {phase for phase, norm in self.norms.items() if norm.days_per_month}
        asking |= {row.phase_id for rows in self.commitments.values() for row in rows if row.days_per_month}
        entered = [entry.entered_on for entry in self.entries if entry.phase_id in asking]
        return first_of_month(min(entered)) if entered else None

    @cached_property
    def now(self) -> Phase | None:
        return self.entries[-1].phase if self.entries else None


def facts_of(deal: Deal, on: date, partners: Iterable[int] | None = None) -> Facts:
    only = Q() if partners is None else Q(partner__in=list(partners))
    of_deal = Q(partner__deal=deal) & only
    since = (
        Standing.objects.filter(of_deal, stage__in=TAKING_PART, since_on__lte=on)
        .values("partner_id")
        .annotate(first=Min("since_on"))
        .values_list("partner_id", "first")
    )
    commitments: dict[int, list[Commitment]] = defaultdict(list)
    promised = Commitment.objects.in_force(on).filter(of_deal).select_related("phase")
    for row in promised.order_by("phase__order", "pk"):
        commitments[row.partner_id].append(row)
    given = HoursEntry.objects.standing(on).filter(of_deal, month_from__lte=on)
    minutes = given.values_list("partner_id", "month_from").annotate(total=Sum("minutes")).order_by()
    return Facts(
        deal=deal,
        on=on,
        since=dict(since.order_by()),
        entries=tuple(
            PhaseEntry.objects.filter(deal=deal, entered_on__lte=on)
            .select_related("phase")
            .order_by("entered_on")
        ),
        norms={norm.phase_id: norm for norm in ContributionNorm.objects.filter(deal=deal)},
        phases=tuple(Phase.objects.filter(deal=deal).order_by("order")),
        commitments=commitments,
        minutes={(partner, month): total for partner, month, total in minutes},
        invoices=_invoices(of_deal, on),
    )


def _invoices(of_deal: Q, on: date) -> dict[int, list[tuple[Decimal, Decimal, date]]]:
    """Per partner: asked, paid and due of each invoice that stands on a day."""
    came_in = Payment.objects.filter(Q(undone_on=None) | Q(undone_on__gt=on), paid_on__lte=on)
    came_in = came_in.filter(invoice__partner__deal__isnull=False)
    paid = dict(came_in.values_list("invoice_id").annotate(total=Sum("euros")).order_by())
    rows = Invoice.objects.filter(of_deal, Q(cancelled_on=None) | Q(cancelled_on__gt=on), invoiced_on__lte=on)
    found: dict[int, list[tuple[Decimal, Decimal, date]]] = defaultdict(list)
    for key, partner, euros, due in rows.values_list("pk", "partner_id", "euros", "due_on"):
        found[partner].append((euros, paid.get(key, NOTHING), due))
    return found


def sheets_of(deal: Deal, on: date) -> list[Sheet]:
    """The sheets of everybody who takes part, by name."""
    facts = facts_of(deal, on)
    partners = Partner.objects.taking_part(on).filter(deal=deal).select_related("organisation", "deal")
    return [_sheet(facts, partner) for partner in partners.order_by("organisation__name", "pk")]


def sheet_of(partner: Partner, on: date) -> Sheet:
    return _sheet(facts_of(partner.deal, on, [partner.pk]), partner)


def _sheet(facts: Facts, partner: Partner) -> Sheet:
    rows = facts.commitments.get(partner.pk, [])
    invoices = facts.invoices.get(partner.pk, [])
    invoiced = sum((euros for euros, _paid, _due in invoices), NOTHING)
    paid = sum((came for _euros, came, _due in invoices), NOTHING)
    late = sum((euros - came for euros, came, due in invoices if due < facts.on), NOTHING)
    return Sheet(
        partner=partner,
        per_day=facts.per_day,
        months=tuple(_months(facts, partner, rows)),
        commitments=tuple(rows),
        is_exempt=any(row.is_exempt for row in rows if facts.now is None or row.phase_id == facts.now.pk),
        expected=Euro.of(_expected(facts, rows)),
        promised=Euro.of(sum((row.euros or NOTHING for row in rows), NOTHING)),
        invoiced=Euro.of(invoiced),
        paid=Euro.of(paid),
        overdue=Euro.of(late),
    )


def _months(facts: Facts, partner: Partner, rows: list[Commitment]) -> Iterable[Month]:
    since = facts.since.get(partner.pk)
    given_from = min((month for who, month in facts.minutes if who == partner.pk), default=None)
    starts = [first_of_month(since)] if since and facts.begins else []
    if facts.begins and starts:
        starts = [max(facts.begins, starts[0])]
    if given_from:
        starts.append(given_from)
    if not starts:
        return
    per_phase = {row.phase_id: row for row in rows}
    month, now, carried = min(starts), first_of_month(facts.on), 0
    joined = first_of_month(since) if since else None
    while month <= now:
        asked = _asked(facts, per_phase, month) if joined and month >= joined else Hours()
        given = facts.minutes.get((partner.pk, month), 0)
        is_running = month == now
        carried += given - (0 if is_running else asked.units)
        yield Month(month, asked, Hours(given), Hours(carried), is_running)
        month = month_after(month)


def _asked(facts: Facts, per_phase: Mapping[int, Commitment], month: date) -> Hours:
    """What was promised for the phase of that month; where nothing was, what the deal asks."""
    phase = facts.phase_in(month)
    if phase is None:
        return Hours()
    promise, norm = per_phase.get(phase.pk), facts.norms.get(phase.pk)
    if promise is not None:
        days = promise.days_per_month or NOTHING
    else:
        days = (norm.days_per_month if norm else None) or NOTHING
    return Hours.of_days(days, hours_per_day=facts.per_day)


def _expected(facts: Facts, rows: list[Commitment]) -> Decimal:
    """Euros asked up to the phase the deal is in: as promised, or else as the charter asks."""
    per_phase = {row.phase_id: row for row in rows}
    reached = facts.now.order if facts.now else 0
    total = NOTHING
    for phase in facts.phases:
        promise, norm = per_phase.get(phase.pk), facts.norms.get(phase.pk)
        if promise is not None:
            total += promise.euros or NOTHING
        elif phase.order <= reached and norm is not None:
            total += norm.euros or NOTHING
    return total
