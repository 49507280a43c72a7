"""What cells mean: kinds and helices in anyone's words, codes with their zeros lost, several addresses in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from kopgroep.facts import municipalities
from kopgroep.formats.tables import normalised
from kopgroep.kernel.imports.kinds import Said
from kopgroep.rooms.partners.models import Capacity, Helix, OrganisationKind, Relation, Stage

KIND = OrganisationKind
HELIX_OF: Mapping[str, str] = {
    **dict.fromkeys(
        (KIND.MUNICIPALITY, KIND.PROVINCE, KIND.WATER_AUTHORITY, KIND.MINISTRY), Helix.GOVERNMENT
    ),
    **dict.fromkeys((KIND.NATIONAL_BODY, KIND.JOINT_ARRANGEMENT), Helix.GOVERNMENT),
    KIND.COMPANY: Helix.BUSINESS,
    KIND.KNOWLEDGE_INSTITUTION: Helix.KNOWLEDGE,
    **dict.fromkeys((KIND.CIVIL_ORGANISATION, KIND.CITIZENS_GROUP, KIND.UMBRELLA), Helix.SOCIETY),
}
KIND_OF_HELIX: Mapping[str, str] = {
    Helix.BUSINESS: KIND.COMPANY,
    Helix.KNOWLEDGE: KIND.KNOWLEDGE_INSTITUTION,
    Helix.SOCIETY: KIND.CIVIL_ORGANISATION,
    Helix.GOVERNMENT: KIND.NATIONAL_BODY,
}
SYNONYMS: Mapping[type[Choices], Mapping[str, str]] = {
    OrganisationKind: {
        "gemeenten": "municipality", "waterschappen": "water_authority", "hoogheemraadschap": "water_authority",
        "zbo": "national_body", "agentschap": "national_body", "rijk": "national_body", "gr": "joint_arrangement",
        "rijksoverheid": "national_body", "gemeenschappelijke regeling": "joint_arrangement",
        "koepel": "umbrella", "koepelorganisatie": "umbrella", "bedrijven": "company", "marktpartij": "company",
        "onderneming": "company", "mkb": "company", "startup": "company", "business": "company",
        "kennis": "knowledge_institution", "universiteit": "knowledge_institution",
        "onderzoek": "knowledge_institution",
        "hogeschool": "knowledge_institution", "onderwijs": "knowledge_institution", "ngo": "civil_organisation",
        "stichting": "civil_organisation", "vereniging": "civil_organisation",
        "maatschappelijk": "civil_organisation", "bewonersgroep": "citizens_group",
        "burgerinitiatief": "citizens_group",
        "overig": "other", "ministeries": "ministry",
    },
    Helix: {
        "overheid": "government", "publiek": "government", "bedrijf": "business", "bedrijfsleven": "business",
        "markt": "business", "privaat": "business", "kennis": "knowledge", "kennisinstelling": "knowledge",
        "onderwijs": "knowledge", "samenleving": "society", "maatschappij": "society", "maatschappelijk": "society",
        "burger": "society", "burgers": "society", "civil society": "society",
    },
    Stage: {
        "benaderd": "approached", "lead": "approached", "in gesprek": "talk", "gesprek": "talk",
        "intentie": "intention",
        "deelnemer": "partner", "doet mee": "partner", "ja": "partner", "getekend": "signatory",
        "ondertekend": "signatory", "gestopt": "left", "uitgetreden": "left", "afgehaakt": "left",
    },
    Relation: {
        "initiatiefnemer": "initiator", "trekker": "initiator", "betrokkene": "associate", "deelnemer": "partner",
    },
    Capacity: {
        "bestuurder": "administrator", "secretaresse": "secretariat", "plaatsvervanger": "deputy", "lid": "member",
    },
}  # fmt: skip
NAMES_SAY: tuple[tuple[str, str], ...] = (
    (r"^gemeente\b", KIND.MUNICIPALITY),
    (r"^provincie\b", KIND.PROVINCE),
    (r"^(waterschap|hoogheemraadschap|wetterskip)\b", KIND.WATER_AUTHORITY),
    (r"^(ministerie|min\.)\b", KIND.MINISTRY),
    (r"^(gemeenschappelijke regeling|omgevingsdienst|veiligheidsregio|ggd)\b", KIND.JOINT_ARRANGEMENT),
    (r"\b(universiteit|university|hogeschool|tno|roc|academie|lectoraat)\b|\btu (delft|eindhoven)\b",
     KIND.KNOWLEDGE_INSTITUTION),
    (r"\b(b\.?\s?v\.?|n\.?\s?v\.?|holding|v\.?o\.?f\.?)$", KIND.COMPANY),
    (r"^(bewoners|buurt|burger|wijk)", KIND.CITIZENS_GROUP),
    (r"\b(stichting|vereniging|cooperatie|coöperatie|foundation|fonds)\b", KIND.CIVIL_ORGANISATION),
)  # fmt: skip
CBS_KIND = {"GM": KIND.MUNICIPALITY, "PV": KIND.PROVINCE, "WS": KIND.WATER_AUTHORITY}


class CellWrong(Exception):
    """A cell that means nothing here; says which and what would do."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(str(said))


@cache
def _words(choices: type[Choices]) -> dict[str, str]:
    found = dict(SYNONYMS.get(choices, {}))
    for value, label in choices.choices:
        found[normalised(str(value))] = str(value)
        for language in ("nl", "en"):
            with override(language):
                found[normalised(str(label))] = str(value)
    return found


def choice(choices: type[Choices], cell: str, label: str) -> str:
    """The value that the words of a cell mean."""
    if not cell:
        return ""
    found = _words(choices).get(cell) or _words(choices).get(normalised(cell))
    if found is None:
        words = _("“%(cell)s” means nothing in the column %(column)s.")
        raise CellWrong(Said(words, {"cell": cell[:60], "column": label}))
    return found


def kind_from(name: str, head: str, cbs_code: str) -> str:
    """The kind that the name, the head above it or the code tells."""
    if cbs_code[:2] in CBS_KIND:
        return str(CBS_KIND[cbs_code[:2]])
    if normalised(head) in ("gemeente", "gemeenten", "gemeentenaam", "naam gemeente"):
        return str(KIND.MUNICIPALITY)
    for pattern, kind in NAMES_SAY:
        if re.search(pattern, name, re.IGNORECASE):
            return str(kind)
    return str(KIND.MUNICIPALITY) if municipalities.by_name(name) else ""


def digits(cell: str, length: int) -> str:
    """A number with the zeros in front that a spreadsheet took away."""
    plain = re.sub(r"[\s.\-]", "", cell)
    return plain.zfill(length) if plain.isdigit() and length - 7 <= len(plain) <= length else plain


def cbs(cell: str, kind: str) -> str:
    plain = cell.strip().upper()
    return (
        f"GM{plain.zfill(4)}"
        if re.fullmatch(r"\d{1,4}", plain) and kind in ("", KIND.MUNICIPALITY)
        else plain
    )


def address_of_site(cell: str) -> str:
    """A site as people write it: www.zwolle.nl; the first where there are several."""
    first = next(iter(re.split(r"[\s,;]+", cell.strip())), "")
    if not first or normalised(cell).startswith(("geen", "nvt", "n v t", "none", "onbekend")):
        return ""
    full = first if re.match(r"https?://", first, re.IGNORECASE) else f"https://{first}"
    try:
        URLValidator(schemes=["http", "https"])(full)
    except ValidationError:
        raise CellWrong(Said(_("“%(cell)s” is no address of a website."), {"cell": cell[:60]})) from None
    if len(full) > 300:
        raise CellWrong(Said(_("The address of the website is longer than 300 characters.")))
    return full


def same_site(one: str, other: str) -> bool:
    def plain(site: str) -> str:
        return re.sub(r"^https?://(www\.)?", "", site.casefold()).rstrip("/")

    return plain(one) == plain(other)


def day(cell: str) -> date | None:
    if not cell:
        return None
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell):
        parts = [int(part) for part in found.groups()]
    elif found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", cell):
        parts = [int(part) for part in reversed(found.groups())]
    else:
        parts = [0, 0, 0]
    try:
        return date(parts[0], parts[1], parts[2])
    except ValueError:
        words = _("“%(cell)s” is no day; write it as 15-03-2026.")
        raise CellWrong(Said(words, {"cell": cell[:40]})) from None


@dataclass(frozen=True)
class Called:
    """Somebody as a row names them."""

    name: str
    email: str
    phone: str
    position: str
    capacity: str
    uid: str = ""
    named_by_address: bool = False


def people(values: Mapping[str, str]) -> list[Called]:
    """Everyone that a row names: one, or as many as there are addresses in its cell."""
    written = values.get("contact_name", "")
    if not written:
        written = " ".join(filter(None, (values.get("contact_first", ""), values.get("contact_last", ""))))
    cell = values.get("contact_email", "")
    parts = [part.strip() for part in re.split(r"[;,\n]+|\s+(?=\S+@)|\s/\s", cell) if part.strip(" <>-")]
    pairs = [_name_and_address(part) for part in parts]
    if parts and not any("@" in address for _name, address in pairs):
        raise CellWrong(Said(_("“%(cell)s” is no e-mail address."), {"cell": cell[:60]}))
    written = written or "; ".join(part for part in parts if "@" not in part)
    addresses = [address.lower() for _name, address in pairs if address]
    names = [part.strip() for part in re.split(r"[;\n]|\s/\s|,", written) if part.strip()] or [""]
    if len(names) != max(len(addresses), 1):
        names = [written]
    if len(addresses) > 1 and len(names) == 1:
        names = [names[0], *([""] * (len(addresses) - 1))]
    inside = [name for name, address in pairs if address]
    found = []
    for number in range(max(len(addresses), 1 if written else 0)):
        email = addresses[number] if number < len(addresses) else ""
        name = names[number] or (inside[number] if number < len(inside) else "")
        found.append(_called(values, name, email, alone=number == 0))
    return found


def _name_and_address(part: str) -> tuple[str, str]:
    """Of "Jan de Vries <jan@zwolle.nl>" both; most cells hold an address and nothing else."""
    if "@" not in part:
        return part, ""
    return ("", part) if re.fullmatch(r"[\w.+-]+@[\w.-]+", part) else parseaddr(part)


def _called(values: Mapping[str, str], name: str, email: str, *, alone: bool) -> Called:
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise CellWrong(Said(_("“%(cell)s” is no e-mail address."), {"cell": email[:60]})) from None
    if len(name) > 150:
        raise CellWrong(Said(_("The name of the contact is longer than 150 characters.")))
    return Called(
        name=" ".join(name.split()) or email,
        email=email,
        phone=values.get("contact_phone", "")[:30] if alone else "",
        position=values.get("contact_position", "")[:150] if alone else "",
        capacity=choice(Capacity, values.get("contact_capacity", ""), "Capacity"),
        uid=values.get("contact_uid", "").strip() if alone else "",
        named_by_address=not name and bool(email),
    )


def listed(cell: str) -> list[str]:
    return [part.strip()[:200] for part in re.split(r"[;\n|]", cell) if part.strip()]


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def first_of(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
