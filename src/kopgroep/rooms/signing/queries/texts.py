"""The words of a text: how it begins, and the form of it that is hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from kopgroep.rooms.contributions.models import Commitment
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import ContributionNorm, Deal, Phase
from kopgroep.rooms.selection.models import Choice
from kopgroep.rooms.signing.models import DealText, TextKind


def canonical(text: DealText) -> str:
    """Title and parts in their order, one line feed at every line's end: the same words give the same bytes."""
    parts = [text.title]
    for part in text.parts.order_by("order", "pk"):
        parts.append(f"{part.heading}\n\n{part.body}")
    lines = "\n\n".join(parts).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def digest_of(text: DealText) -> str:
    """SHA-256 of the canonical text, in hexadecimals."""
    return hashlib.sha256(canonical(text).encode()).hexdigest()


def first_parts(deal: Deal, kind: str, on: date) -> Iterator[tuple[str, str, str]]:
    """Code, heading and body of the usual parts, filled from the deal's records; an agreement speaks Dutch."""
    yield "samenvatting", "Samenvatting", f"{deal.name.nl}\n\n{deal.summary.nl}"
    yield "overwegingen", "Overwegingen", _considerations(deal)
    yield "partijen", "Partijen", _parties(deal, on)
    if kind == TextKind.INTENT:
        yield "intentie", "Wat partijen willen", f"Partijen willen samen verkennen: {deal.assignment.nl}"
    else:
        yield "opgave", "Opgave", deal.assignment.nl
        yield "afspraken", "Afspraken", _agreements(deal, on)
        yield "bijdragen", "Wat partijen inbrengen", _contributions(deal, on)
        yield "organisatie", "Werkwijze en organisatie", _organisation(deal)
    yield "slot", "Slotbepalingen", _closing(kind)


def _considerations(deal: Deal) -> str:
    principles = [
        f"- {each.name.nl}: {each.explanation.nl}" for each in deal.principles.order_by("order", "pk")
    ]
    if not principles:
        return "Partijen zien een opgave die zij alleen samen kunnen aanpakken."
    return "Partijen werken vanuit deze ontwerpprincipes:\n\n" + "\n".join(principles)


def _parties(deal: Deal, on: date) -> str:
    rows = Partner.objects.taking_part(on).filter(deal=deal).order_by("organisation__name", "pk")
    names = rows.values_list("organisation__name", flat=True)
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))


def _agreements(deal: Deal, on: date) -> str:
    chosen = Choice.objects.in_force(on).filter(tool__deal=deal).order_by("tool__name")
    tools = list(chosen.values_list("tool__name", flat=True))
    if not tools:
        return "Partijen kiezen samen welke tools zij ontwikkelen en testen."
    listed = "\n".join(f"- {name}" for name in tools)
    return f"Partijen ontwikkelen en testen samen deze {len(tools)} tools:\n\n{listed}"


def _contributions(deal: Deal, on: date) -> str:
    norms = ContributionNorm.objects.filter(deal=deal).select_related("phase").order_by("phase__order")
    lines = [
        f"- {norm.phase.name.nl}: {norm.days_per_month or 0:g} dagen per maand en {norm.euros or 0:g} euro per partij"
        for norm in norms
    ]
    number = Commitment.objects.in_force(on).filter(partner__deal=deal).values("partner").distinct().count()
    told = f"{number} partijen hebben hun bijdrage toegezegd."
    return "\n".join([*lines, "", told]).strip()


def _organisation(deal: Deal) -> str:
    phases = [
        f"- {phase.name.nl}: {phase.outcome.nl}"
        for phase in Phase.objects.filter(deal=deal).order_by("order")
    ]
    return "Partijen werken in deze fasen:\n\n" + "\n".join(phases)


def _closing(kind: str) -> str:
    words = [
        "Andere partijen kunnen toetreden op een moment dat partijen daarvoor kiezen; zij ondertekenen deze tekst.",
        "Een partij kan met opgaaf van reden uittreden; wat tot die dag is bijgedragen, blijft staan.",
    ]
    if kind == TextKind.INTENT:
        words = ["Aan deze verklaring zijn geen verplichtingen verbonden."]
    return "\n\n".join(words)
