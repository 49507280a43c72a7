"""Charters for tests: one that is short and good, and any charter at all for property tests."""

from datetime import date
from decimal import Decimal
from typing import Any

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
    CharterJoining,
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
_lines = st.one_of(
    st.sampled_from(
        ["null", "yes", "2020-01-01", "# no comment", "a: b", "'", '"', "- item", "&a", "*a", "!t", "1.0"]
    ),
    st.from_regex(r"[A-Za-zéëï’%{}\[\]:#0-9 ]{1,30}", fullmatch=True).map(str.strip).filter(bool),
)
_texts = st.one_of(
    st.builds(Text, _lines, _lines),
    _lines.map(Text.of),
    st.builds(lambda one, two: Text.of(f"{one}\n{two}"), _lines, _lines),
)
_dates = st.one_of(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(PartialDate),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(
        lambda day: PartialDate(day.replace(day=1), Precision.MONTH)
    ),
    st.builds(
        lambda year, month: PartialDate(date(year, month, 1), Precision.SEASON),
        st.integers(1990, 2100),
        st.sampled_from(sorted(SEASON_STARTS.values())),
    ),
)
_decimals = st.decimals(Decimal(0), Decimal(31), places=2)
_addresses = st.one_of(st.none(), st.just("https://example.org/a?b=c&d=%20#e"))


@st.composite
def any_charter(draw: st.DrawFn) -> Charter:
    """Any charter that keeps the rules between its sections."""

    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.one_of(st.none(), strategy))

    def codes(least: int, most: int) -> list[str]:
        return draw(st.lists(_codes, min_size=least, max_size=most, unique=True))

    sources = {key: CharterSource(draw(_lines), draw(_addresses)) for key in codes(0, 3)}
    source = st.sampled_from(sorted(sources)) if sources else st.none()
    phase_codes = codes(2, 6)
    starts = sorted(draw(st.lists(_dates, min_size=len(phase_codes), max_size=len(phase_codes))), key=_first)
    principle_codes = codes(0, 4)
    names = draw(st.lists(_lines, max_size=5, unique_by=str.casefold))
    initiators = draw(st.sets(st.sampled_from(names))) if names else set()

    def norm(code: str) -> CharterNorm:
        measure = draw(
            st.sampled_from(
                [each for each in MEASURES.values() if principle_codes or "principle" not in each.per]
            )
        )
        threshold = Decimal(1) if measure.unit == "yes" else draw(_decimals)
        reason = some(st.builds(CharterNormSource, _lines, source))
        per, gate = draw(st.sampled_from(measure.per)), draw(st.sampled_from(phase_codes))
        return CharterNorm(
            code, draw(_texts), draw(st.sampled_from(STRENGTHS)), measure.code, per, gate, threshold, reason
        )

    def partner(name: str) -> CharterPartner:
        kind = draw(st.sampled_from(ORGANISATION_KINDS))
        return CharterPartner(
            organisation=name,
            kind=kind,
            helix=draw(st.sampled_from(HELICES)),
            relation="initiator" if name in initiators else draw(st.sampled_from(("partner", "associate"))),
            cbs={"municipality": "GM0200", "province": "PV25"}.get(kind),
            kvk=some(st.from_regex(r"[0-9]{8}", fullmatch=True)),
            oin=some(st.from_regex(r"[0-9]{20}", fullmatch=True)),
            stages=tuple(
                draw(
                    st.lists(st.builds(CharterStage, st.sampled_from(STAGES), st.none() | _dates), max_size=3)
                )
            ),
            note=some(_texts),
            source=some(source),
        )

    return Charter(
        deal=CharterDeal(
            draw(_codes),
            draw(_texts),
            draw(st.sampled_from(DEAL_KINDS)),
            draw(_texts),
            draw(_texts),
            draw(st.booleans()),
            some(st.decimals(Decimal(1), Decimal(24), places=2)),
            some(_dates),
        ),
        phases=tuple(
            CharterPhase(
                code,
                draw(_texts),
                draw(st.sampled_from(PHASE_KINDS)),
                start,
                None,
                some(_texts),
                some(source),
            )
            for code, start in zip(phase_codes, starts, strict=True)
        ),
        joining=CharterJoining(
            tuple(draw(st.lists(_texts, max_size=2))),
            some(_lines),
            some(st.just("bureau@example.org")),
            some(st.just("070 123 45 67")),
            some(st.integers(1, 60)),
        ),
        initiators=tuple(sorted(initiators)),
        sources=sources,
        words=draw(st.dictionaries(st.sampled_from(sorted(WORDS)), _texts, max_size=3)),
        principles=tuple(
            CharterPrinciple(code, draw(_texts), some(_texts), some(st.integers(0, 50)), some(source))
            for code in principle_codes
        ),
        roles=tuple(CharterRole(code, draw(_texts), some(_texts), some(_decimals)) for code in codes(0, 3)),
        contributions=tuple(
            CharterContribution(code, draw(_decimals), some(st.integers(0, 10**6).map(Decimal)), some(source))
            for code in draw(st.sets(st.sampled_from(phase_codes)))
        ),
        heavier_forms=tuple(draw(st.lists(st.sampled_from(sorted(HEAVIER_FORMS)), max_size=3))),
        norms=tuple(norm(code) for code in codes(0, 5)),
        counts=tuple(
            CharterCount(
                code, draw(_texts), draw(st.integers(0, 10**6)), some(_dates), some(_texts), some(source)
            )
            for code in codes(0, 3)
        ),
        partners=tuple(partner(name) for name in names),
    )


def _first(moment: PartialDate) -> date:
    return moment.first
