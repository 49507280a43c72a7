"""The three tables of the network, as kernel/imports asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kopgroep.kernel.clock import today
from kopgroep.kernel.imports.kinds import Field, Judged, Option, Progress, Row, Said, Trail, Verdict
from kopgroep.kernel.lists import Column
from kopgroep.kernel.obstacles import Words, clear
from kopgroep.rooms.partners.actions.importing import fields
from kopgroep.rooms.partners.actions.importing.drafts import Network
from kopgroep.rooms.partners.actions.importing.judging import Judge
from kopgroep.rooms.partners.actions.importing.known import known_rows
from kopgroep.rooms.partners.actions.importing.writing import write_network
from kopgroep.rooms.programme.rules import obstacles_to_changing

TELL_EVERY = 200


@dataclass(frozen=True)
class TableOfTheNetwork:
    """One kind of table. makes: rows may bring in organisations that nobody knew."""

    code: str
    title: Words
    lead: Words
    fields: tuple[Field, ...]
    options: tuple[Option, ...]
    needs: tuple[str, ...]
    makes: bool = True
    partner: bool = False
    contacts: bool = False

    def judge(
        self,
        rows: Sequence[Row],
        *,
        about: Any,
        options: Mapping[str, str],
        heads: Mapping[str, str],
        choices: Mapping[str, str],
        at: datetime,
        progress: Progress,
    ) -> list[Verdict]:
        clear(obstacles_to_changing(about))
        progress(0, len(rows), _("Looking up what is known"))
        judge = Judge(
            Network(about),
            options=options,
            heads=heads,
            at=at,
            makes=self.makes,
            partner=self.partner,
            contacts=self.contacts,
        )
        verdicts: list[Verdict] = []
        for number, row in enumerate(rows):
            verdicts.append(judge.judge(row, choices.get(str(row.number), "")))
            if number % TELL_EVERY == 0:
                progress(number, len(rows), _("Row %(row)d of %(all)d") % {"row": number, "all": len(rows)})
        for verdict in verdicts:
            if verdict.judged == Judged.SAME and not verdict.reasons:
                verdict.reasons.append(Said(gettext_noop("Nothing differs from what is known.")))
        return verdicts

    def write(self, verdicts: Sequence[Verdict], *, about: Any, at: datetime) -> Trail:
        clear(obstacles_to_changing(about))
        return write_network(verdicts)

    def known(self, about: Any) -> tuple[Sequence[Column], Iterable[Any]]:
        columns = [
            Column(field.code, field.label, value=_cell(field.code))
            for field in self.fields
            if field.code not in ("contact_first", "contact_last", "motivation")
        ]
        return columns, known_rows(
            about, on=today(), contacts=self.contacts, partners_only=self.partner or self.contacts
        )


def _cell(code: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: row.get(code, "")


PARTNERS = TableOfTheNetwork(
    "partners",
    _("Partners with their contacts"),
    _("One table with organisations that take part, and who can be reached there."),
    (*fields.ORGANISATION, *fields.PARTNER, *fields.CONTACT),
    (fields.WITHOUT_KIND, fields.WITHOUT_STAGE, fields.WITHOUT_RELATION),
    ("name", "uid", "kvk", "oin", "cbs_code"),
    partner=True,
    contacts=True,
)
CONTACTS = TableOfTheNetwork(
    "contacts",
    _("Contacts of organisations that are known"),
    _("People, each with the organisation that they can be reached at."),
    (fields.NUMBER, fields.NAME, *fields.ORGANISATION[4:7], *fields.CONTACT),
    (),
    ("name", "uid", "kvk", "oin", "cbs_code"),
    makes=False,
    contacts=True,
)
ORGANISATIONS = TableOfTheNetwork(
    "organisations",
    _("Organisations"),
    _("For the registry that all deals share; they do not take part by it."),
    fields.ORGANISATION,
    (fields.WITHOUT_KIND,),
    ("name", "uid", "kvk", "oin", "cbs_code"),
)
