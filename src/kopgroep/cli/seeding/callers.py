"""Who calls the office of the invented deal; nobody of them exists, and nothing is mailed to them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who turned to the deal by telephone."""

    organisation: str
    kind: str
    wish: str
    name: str
    phone: str
    message: str
    days_ago: int


CALLERS = (
    Caller(
        "Hogeschool Zandpad",
        "knowledge_institution",
        "join",
        "Femke Tegelzet",
        "06 00 00 00 01",
        "Wij willen met studenten meten wat een groene straat doet, en onze kennis delen.",
        12,
    ),
    Caller(
        "Buurtvereniging De Brede Stoep",
        "citizens_group",
        "know",
        "Anton Klinker",
        "06 00 00 00 02",
        "Kunnen bewoners ook meedoen, en hoeveel tijd kost dat?",
        1,
    ),
)
