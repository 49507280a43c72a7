"""How long a large table takes to come in: 10,000 organisations with 50,000 contacts, looked at and imported.

    python tools/bench_import.py [--organisations 10000] [--contacts 5] [--json FILE]

In the database that KOPGROEP_DATABASE_URL names, SQLite in a folder of its own otherwise. Prints the seconds of each
step, the longest time that writing held the database, and the most memory that the process used.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST = (
    "Groene Slimme Open Nieuwe Vrije Warme Stille Snelle Brede Lichte Ronde Sterke Wijze Rijke Verse".split()
)
LAST = "Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kok Jacobs Kuipers".split()
SECOND = "straat plein haven brug molen akker veld dijk poort werf toren kade hoek laan gracht".split()
THIRD = (
    "Advies Techniek Data Bouw Energie Water Mobiliteit Zorg Media Beheer Onderzoek Ontwerp Software".split()
)
SUFFIX = ("B.V.", "Groep", "Nederland", "Stichting", "Samen")


SYLLABLES = "ba de gi ko lu ma ne pi ro su ta ve wi zo ha je ka li mo nu".split()


def called(number: int) -> str:
    """A word of its own for every number, unlike that of its neighbours."""
    mixed = number * 7919 % 160_000
    return "".join(SYLLABLES[mixed // 20**place % 20] for place in range(4)).capitalize()


def rows(organisations: int, contacts: int) -> Iterator[list[str]]:
    """Invented organisations, each with its contacts on rows of their own; the same every time."""
    yield ["Organisatie", "Soort", "KvK", "Contactpersoon", "E-mail", "Telefoon", "Functie"]
    for number in range(organisations):
        a, rest = number % len(FIRST), number // len(FIRST)
        b, rest = rest % len(SECOND), rest // len(SECOND)
        c, d = rest % len(THIRD), rest // len(THIRD)
        own = called(number) + called(number + 77_777).lower()
        street = f"{LAST[(a + b) % 15]}{SECOND[b]}"
        name = f"{own} {FIRST[a]} {street} {THIRD[c]} {SUFFIX[d % 5]}"
        for one in range(contacts):
            person = f"Persoon{number} {LAST[(number + one) % 15]}"
            mail = f"p{one}.{number}@organisatie{number}.example"
            yield [name, "bedrijf", f"{10_000_000 + number}", person, mail, "030 123 45 67", "adviseur"]


def table(organisations: int, contacts: int) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows(organisations, contacts))
    return text.getvalue().encode()


def measured(organisations: int, contacts: int) -> dict[str, float]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kopgroep.kernel.actors import Actor
    from kopgroep.kernel.clock import now
    from kopgroep.kernel.imports import actions
    from kopgroep.rooms.partners.models import Contact, Partner
    from tests.factories.programme import make_deal

    deal, by = make_deal("bench-of-imports"), Actor.system("bench")
    data = table(organisations, contacts)
    seconds: dict[str, float] = {"megabytes in": len(data) / 1e6}
    started, worked = time.perf_counter(), time.process_time()

    def lap(name: str) -> None:
        nonlocal started, worked
        seconds[name] = time.perf_counter() - started
        seconds[f"{name}, of which computing"] = time.process_time() - worked
        started, worked = time.perf_counter(), time.process_time()

    upload = SimpleUploadedFile("bench.csv", data)
    of = actions.upload_table(kind="partners", about=deal, upload=upload, by=by, at=now())
    actions.choose_columns(of=of, columns=of.columns, options=of.options, at=now())
    lap("upload and columns")
    actions.judge_rows(of=of, at=now())
    lap("verdict per row")
    told: list[float] = []
    actions.import_table(
        of=of, by=by, at=now(), progress=lambda done, total, words: told.append(time.perf_counter())
    )
    lap("import")
    seconds["longest without progress"] = max(b - a for a, b in itertools.pairwise(told))
    seconds["megabytes of memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds["rows in"] = of.coming_in
    assert Partner.objects.filter(deal=deal).count() == organisations, of.counts
    assert Contact.objects.count() == organisations * contacts
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--contacts", type=int, default=5, help="per organisation")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopgroep.config.settings")
    import django

    django.setup()
    seconds = measured(asked.organisations, asked.contacts)
    for name, value in seconds.items():
        print(f"{name:<40}{value:>10.1f}")
    if asked.json:
        asked.json.write_text(json.dumps(seconds, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
