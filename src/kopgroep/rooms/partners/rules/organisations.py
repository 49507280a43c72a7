"""What an organisation's facts must be, and that no code belongs to two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Helix, Organisation, OrganisationKind

# The start of a CBS code tells what it is the code of.
CBS_STARTS = {
    OrganisationKind.MUNICIPALITY: "GM",
    OrganisationKind.PROVINCE: "PV",
    OrganisationKind.WATER_AUTHORITY: "WS",
}


def wrong_facts(organisation: Organisation) -> Iterator[Obstacle]:
    """What is wrong with the facts themselves; each names its field."""
    if not organisation.name.strip():
        yield Obstacle("no-name", _("Write the name of the organisation."), facts={"field": "name"})
    if organisation.kvk and not re.fullmatch(r"[0-9]{8}", organisation.kvk):
        yield Obstacle("kvk-wrong", _("A KvK number has 8 digits, as in 12345678."), facts={"field": "kvk"})
    if organisation.oin and not re.fullmatch(r"[0-9]{20}", organisation.oin):
        yield Obstacle(
            "oin-wrong", _("An OIN has 20 digits, as in 00000001234567890000."), facts={"field": "oin"}
        )
    yield from _wrong_cbs_code(organisation)
    if organisation.kind == OrganisationKind.MUNICIPALITY and organisation.helix != Helix.GOVERNMENT:
        yield Obstacle(
            "municipality-not-government",
            _("A municipality belongs to the helix government."),
            facts={"field": "helix"},
        )
    begin, end = organisation.valid_from, organisation.valid_until
    if begin and end and end <= begin:
        yield Obstacle(
            "ends-before-it-begins",
            _("The last day must be later than the first."),
            facts={"field": "valid_until"},
        )


def _wrong_cbs_code(organisation: Organisation) -> Iterator[Obstacle]:
    code = organisation.cbs_code
    if not code:
        return
    if not re.fullmatch(r"(?:GM|PV|WS)[0-9]{2,4}", code) or (code[:2] == "GM" and len(code) != 6):
        yield Obstacle(
            "cbs-wrong",
            _("A CBS code is GM, PV or WS with its digits, as in GM0200."),
            facts={"field": "cbs_code"},
        )
    elif CBS_STARTS.get(OrganisationKind(organisation.kind)) != code[:2]:
        yield Obstacle(
            "cbs-of-another-kind",
            _(
                "GM is for a municipality, PV for a province, WS for a water authority; other kinds have no such code."
            ),
            facts={"field": "cbs_code"},
        )


def obstacles_to_keeping(organisation: Organisation) -> Iterator[Obstacle]:
    """Why these facts cannot be kept: wrong in themselves, or a code that another organisation has."""
    yield from wrong_facts(organisation)
    for field, words in (("kvk", _("KvK number")), ("oin", _("OIN")), ("cbs_code", _("CBS code"))):
        code = getattr(organisation, field)
        if not code:
            continue
        other = Organisation.objects.filter(**{field: code}).exclude(pk=organisation.pk).first()
        if other:
            why = _("%(organisation)s has this %(code)s already.")
            yield Obstacle(
                f"{field.replace('_code', '')}-taken",
                why % {"organisation": other.name, "code": words},
                mend_url=other.get_absolute_url(),
                mend_label=other.name,
                facts={"field": field},
            )
