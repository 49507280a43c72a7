"""The statement of co-financing as a file."""

from __future__ import annotations

import tablib
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.formats.pdf import Document, Part, Table, pdf_of
from kopgroep.kernel.clock import today
from kopgroep.kernel.lists.export import FORMATS, safe_cell
from kopgroep.rooms.contributions.queries import Statement


def statement_as_file(kind: str, statement: Statement) -> HttpResponse | None:
    """As XLSX or PDF; None when no file was asked for."""
    if kind == "xlsx":
        content, content_type = _workbook(statement), FORMATS["xlsx"][1]
    elif kind == "pdf":
        content, content_type = pdf_of(document_of(statement)), "application/pdf"
    else:
        return None
    response = HttpResponse(content, content_type=content_type)
    name = slugify(f"{_('co-financing')} {statement.partner.organisation.name}") or "statement"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _workbook(statement: Statement) -> bytes:
    sheet = tablib.Dataset(
        headers=[str(safe_cell(head)) for head in (_("Month"), _("Hours"), _("Worth in euros"))],
        title=_("Statement")[:31],
    )
    for line in statement.lines:
        sheet.append([line.month_from, line.time.hours, line.worth.euros])
    sheet.append([_("Paid in cash"), "", statement.cash.euros])
    sheet.append([_("In kind"), "", statement.in_kind.euros])
    sheet.append([_("Together"), statement.time.hours, statement.together.euros])
    sheet.append([_("Counts"), "", statement.counts.euros])
    made: bytes = sheet.export("xlsx")
    return made


def document_of(statement: Statement) -> Document:
    partner, scheme = statement.partner, statement.scheme
    rows = [
        [date_format(line.month_from, "F Y"), str(line.time), str(line.worth)] for line in statement.lines
    ]
    rows.append([_("Paid in cash"), "", str(statement.cash)])
    if statement.in_kind:
        rows.append([_("In kind"), "", str(statement.in_kind)])
    rows.append([_("Together"), str(statement.time), str(statement.together)])
    facts = [
        (_("Partner"), partner.organisation.name),
        (_("Deal"), str(partner.deal.name)),
        (_("Period"), f"{date_format(statement.starts_on)} – {date_format(statement.ends_on)}"),
    ]
    if scheme is not None:
        words = _("%(name)s: %(tariff)s an hour") % {"name": scheme.name, "tariff": scheme.euros_per_hour}
        facts.append((_("Scheme"), words))
    facts.append((_("Counts"), str(statement.counts)))
    table = Table(_("Hours and money"), [_("What"), _("Hours"), _("Worth")], rows, figures=[1, 2])
    return Document(
        title=_("Statement of co-financing"),
        author=str(partner.deal.name),
        made_on=today(),
        language=get_language() or "nl",
        facts=facts,
        parts=[Part(_("What was put in"), table=table)],
        foot=f"{partner.deal.name} · {partner.organisation.name}",
    )
