"""What is signed, who signed it, and the text itself."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kopgroep.formats.pdf import Document, Part, Table, pdf_of
from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Helix, Partner
from kopgroep.rooms.programme.models import Deal, Norm
from kopgroep.rooms.signing.models import DealText, Signatory, Signature, SigningMoment
from kopgroep.rooms.signing.queries import digest_of, parties_list, parties_of, signed_on
from kopgroep.rooms.signing.rules import obstacles_to_freezing


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def crumbs_of(deal: Deal) -> list[dict[str, Any]]:
    return [{"label": _("Signing"), "url": reverse("signing:signing", args=[deal.code])}]


def signing(request: HttpRequest, deal: str) -> HttpResponse:
    """How many signed of how many asked, from which helix; texts and moments."""
    found, _by = load_deal(request, deal, Permission.TEXT_READ)
    signatures = signed_on(found, clock.today())
    norm = Norm.objects.filter(deal=found, measure="signatures").first()
    counts = dict.fromkeys(Helix, 0)
    for row in signatures:
        counts[Helix(row.partner.organisation.helix)] += 1
    keeps = may(request, Permission.SIGNATURE_KEEP, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "signatures": signatures,
        "asked": norm.threshold if norm else None,
        "helices": [{"label": helix.label, "count": count} for helix, count in counts.items()],
        "helix_table": {
            "heads": [_("Helix"), _("Signed")],
            "rows": [[str(helix.label), count] for helix, count in counts.items()],
        },
        "texts": DealText.objects.filter(deal=found).order_by("-drafted_on", "-pk"),
        "moments": SigningMoment.objects.filter(deal=found)
        .select_related("text", "source")
        .order_by("-held_on"),
        "keeps": keeps,
        "writes": may(request, Permission.TEXT_WRITE, about=found) and not found.is_read_only,
    }
    return render(request, "signing/signing.html", context)


def load_text(request: HttpRequest, text_id: int, permission: Permission) -> tuple[DealText, Actor]:
    found = get_object_or_404(DealText.objects.select_related("deal"), pk=text_id)
    return found, require(request, permission, about=found)


def text(request: HttpRequest, text_id: int) -> HttpResponse:
    found, _by = load_text(request, text_id, Permission.TEXT_READ)
    writes = may(request, Permission.TEXT_WRITE, about=found) and not found.deal.is_read_only
    context = {
        "deal": found.deal,
        "text": found,
        "parts": found.parts.order_by("order", "pk"),
        "writes": writes and not found.is_frozen,
        "calls": writes and found.is_frozen,
        "obstacles": list(obstacles_to_freezing(found)) if writes and not found.is_frozen else [],
        "holds": found.is_frozen and digest_of(found) == found.sha256,
        "crumbs": crumbs_of(found.deal),
    }
    return render(request, "signing/text.html", context)


def pdf(request: HttpRequest, text_id: int) -> HttpResponse:
    """The text with its hash and who signed it, to print and to keep."""
    found, _by = load_text(request, text_id, Permission.TEXT_READ)
    response = HttpResponse(pdf_of(document_of(found)), content_type="application/pdf")
    name = slugify(found.title) or "text"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def document_of(found: DealText) -> Document:
    parts = [
        Part(part.heading, [each for each in part.body.split("\n\n") if each.strip()])
        for part in found.parts.order_by("order", "pk")
    ]
    rows = Signature.objects.filter(moment__text=found, withdrawn_on=None)
    rows = rows.select_related("partner__organisation", "signatory").order_by("partner__organisation__name")
    signed = [
        [
            (row.signatory.acts_as if row.signatory else "") or row.partner.organisation.name,
            f"{row.signatory.name}, {row.signatory.capacity}" if row.signatory else "–",
            date_format(row.signed_on, "j F Y"),
        ]
        for row in rows
    ]
    if signed:
        table = Table(_("Who signed this text"), [_("Party"), _("Signed by"), _("On")], signed)
        parts.append(Part(_("Signatures"), table=table))
    facts = [(_("Version"), str(found.number))]
    if found.frozen_on:
        facts += [(_("Frozen on"), date_format(found.frozen_on, "j F Y")), ("SHA-256", found.sha256)]
    return Document(
        title=found.title,
        author=str(found.deal.name.nl),
        made_on=found.frozen_on or found.drafted_on,
        language="nl",
        facts=facts,
        parts=parts,
        foot=f"{found.title} · {found.sha256[:16]}",
    )


def moment(request: HttpRequest, moment_id: int) -> HttpResponse:
    """Everybody who signs here, and who did; the office ticks the sheet."""
    found = get_object_or_404(SigningMoment.objects.select_related("deal", "text"), pk=moment_id)
    require(request, Permission.TEXT_READ, about=found)
    parties = parties_of(found, clock.today())
    keeps = may(request, Permission.SIGNATURE_KEEP, about=found) and not found.deal.is_read_only
    context = {
        "deal": found.deal,
        "moment": found,
        "parties": parties,
        "signed": [party for party in parties if party.has_signed],
        "keeps": keeps,
        "crumbs": crumbs_of(found.deal),
    }
    return render(request, "signing/moment.html", context)


def scan(request: HttpRequest, moment_id: int) -> FileResponse:
    """The scanned sheet, as a file and never as a page of this site."""
    found = get_object_or_404(SigningMoment.objects.select_related("deal"), pk=moment_id)
    require(request, Permission.SIGNATURE_KEEP, about=found)
    if not found.sheet:
        raise Http404
    response = FileResponse(found.sheet.open(), as_attachment=True, filename=f"sheet-{found.held_on}.bin")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def gazette(request: HttpRequest, deal: str) -> HttpResponse:
    """The list of parties as the gazette (Staatscourant) prints it."""
    found, _by = load_deal(request, deal, Permission.TEXT_READ)
    response = HttpResponse(
        parties_list(found, clock.today()) + "\n", content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="partijen-{found.code}.txt"'
    return response


def signatories(request: HttpRequest, deal: str) -> HttpResponse:
    """Who signs for each partner, and whose authority was checked."""
    found, _by = load_deal(request, deal, Permission.TEXT_READ)
    speaking = {row.partner_id: row for row in Signatory.objects.filter(partner__deal=found, until_on=None)}
    partners = Partner.objects.taking_part(clock.today()).filter(deal=found).select_related("organisation")
    rows = [(each, speaking.get(each.pk)) for each in partners.order_by("organisation__name", "pk")]
    context = {
        "deal": found,
        "rows": rows,
        "checked": sum(1 for _partner, row in rows if row and row.is_checked),
        "keeps": may(request, Permission.SIGNATURE_KEEP, about=found) and not found.is_read_only,
        "crumbs": crumbs_of(found),
    }
    return render(request, "signing/signatories.html", context)
