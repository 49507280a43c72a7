"""Charters for tests: one that is short and good, and any charter at all for property tests."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kopgroep.kernel.dates import SEASON_STARTS, PartialDate, Precision
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import (
    DEAL_KINDS,
    HEAVIER_FORMS,
    HELICES,
    MEASURES,
    ORGANISATION_KINDS,
    PHASE_KINDS,
    STAGES,
    STRENGTHS,
    WORDS,
    Charter,
    CharterContribution,
    CharterCount,
    CharterDeal,
    CharterNorm,
    CharterNormSource,
    CharterPartner,
    CharterPhase,
    CharterPrinciple,
    CharterRole,
    CharterSource,
    CharterStage,
)

GOOD_CHARTER = """\
kopgroep: 1
deal:
  code: test
  name: Test
  kind: living
  summary: {nl: Kort, en: Short}
  assignment: Doe iets
initiators: [Gemeente Apeldoorn]
sources:
  seed: {title: Bron, address: "https://example.org/"}
phases:
  - {code: network, name: Netwerk, kind: network, starts: 2020-01, ends: 2020-03-15}
  - {code: explore, name: Verkennen, kind: explore, starts: 2020-03, ends: spring 2021}
norms:
  - {code: partners-20, sentence: Twintig, strength: must, measure: partners, per: deal, threshold: 20, gate: network}
  - {code: helix, sentence: Alle, strength: aim, measure: helix_cover, per: helix, gate: network, source: {key: seed}}
partners:
  - {organisation: Gemeente Apeldoorn, kind: municipality, helix: government, cbs: GM0200, relation: initiator}
"""

_codes = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
_names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=30
).map(lambda text: Text.of(text).nl.strip())
_lines = st.one_of(
    st.sampled_from(["null", "yes", "2020-01-01", "# no comment", "a: b", "'", '"', "- item", "&a", "*a", "!t", "1.0"]),
    st.from_regex(r"[A-Za-zéëï’%{}\[\]:#0-9 ]{1,30}", fullmatch=True).map(str.strip).filter(bool),
)
_texts = st.one_of(
    st.builds(Text, _lines, _lines),
    _lines.map(Text.of),
    st.builds(lambda one, two: Text.of(f"{one}\n{two}"), _lines, _lines),
)
_dates = st.one_of(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(PartialDate),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(lambda day: PartialDate(day.replace(day=1), Precision.MONTH)),
    st.builds(
        lambda year, month: PartialDate(date(year, month, 1), Precision.SEASON),
        st.integers(1990, 2100),
        st.sampled_from(sorted(SEASON_STARTS.values())),
    ),
)
_decimals = st.decimals(Decimal(0), Decimal(31), places=2)
_addresses = st.one_of(st.none(), st.just("https://example.org/a?b=c&d=%20#e"))


def _maybe[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.one_of(st.none(), strategy)
