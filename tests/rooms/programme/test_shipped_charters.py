"""The charters that come with the product, and the documents about the format, say what the code says."""

import json
import re
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.programme import charter as charter_package
from kopgroep.rooms.programme.charter import (
    HEAVIER_FORMS,
    MEASURES,
    PERS,
    SHIPPED,
    UNITS,
    WORDS,
    CharterWrong,
    json_schema,
    read_charter,
    shipped_charter,
    shipped_text,
    write_charter,
)
from kopgroep.rooms.programme.charter.kinds import Kind, ListOf, MapOf, Section
from kopgroep.rooms.programme.charter.sections import CHARTER

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs/reference/charter.md"
GUIDE = ROOT / "docs/howto/own-deal-in-an-hour.md"
SCHEMA = ROOT / "docs/reference/charter.schema.json"


@pytest.fixture(autouse=True)
def in_english(english):
    """The messages are compared in the language of the source."""


# The format, and its documents


def sections(kind: Kind, path: str = "") -> list[tuple[str, Section]]:
    if isinstance(kind, ListOf | MapOf):
        return sections(kind.kind, path)
    if not isinstance(kind, Section):
        return []
    return [(path, kind)] + [found for key in kind.keys for found in sections(key.kind, key.name)]


def test_sections_and_dataclasses_name_the_same_fields():
    for path, section in sections(CHARTER)[1:]:
        assert [key.name for key in section.keys] == [each.name for each in fields(section.makes)] or (
            sorted(key.name for key in section.keys) == sorted(each.name for each in fields(section.makes))
        ), path


def test_the_reference_names_every_key_in_the_table_of_its_section():
    chapters = {
        match[1]: match[2]
        for match in re.finditer(r"## `([a-z_]+)`\n(.*?)(?=\n## |\Z)", REFERENCE.read_text(), re.S)
    }

    for path, section in sections(CHARTER)[1:]:
        chapter = "norms" if path == "source" else "partners" if path == "stages" else path
        named = re.findall(r"^\| `([a-z_.]+)` \|", chapters[chapter], re.M)
        prefix = {"source": "source.", "stages": "stages."}.get(path, "")
        assert [key.name for key in section.keys if prefix + key.name not in named] == [], path
    for key in CHARTER.keys:
        assert f"| `{key.name}` |" in REFERENCE.read_text()


def test_the_examples_in_the_guides_load():
    for guide in (REFERENCE, *(ROOT / "docs/howto").glob("*deal-in-*.md")):
        for example in re.findall(r"```yaml\n(kopgroep:.*?)```", guide.read_text(encoding="utf-8"), re.S):
            assert read_charter(example, name=guide.name).deal.code, guide.name


def test_the_guide_shows_the_errors_that_one_really_gets():
    guide = GUIDE.read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(kopgroep:.*?)```", guide, re.S)[0]
    mistaken = example.replace("measure: partners", "measure: partnrs").replace(
        "gate: network", "gate: netwerk"
    )

    with pytest.raises(CharterWrong) as refusal:
        read_charter(mistaken, name="my-deal.yaml")

    assert f"```text\n{refusal.value}\n```" in guide


def test_the_reference_names_every_word_a_charter_may_use():
    text = REFERENCE.read_text()

    assert [word for word in (*MEASURES, *WORDS, *HEAVIER_FORMS) if f"`{word}`" not in text] == []


def test_the_reference_says_of_every_measure_what_the_product_says():
    rows = dict(
        re.findall(r"^\| `([a-z_]+)` \| [^|]+ \| ([^|]+ \| [^|]+ \| [^|]*) \|$", REFERENCE.read_text(), re.M)
    )

    for measure in MEASURES.values():
        default = "" if measure.default_threshold is None else str(measure.default_threshold)
        assert rows[measure.code].split(" | ") == [measure.unit, ", ".join(measure.per), default], (
            measure.code
        )


def test_every_measure_has_a_known_unit_and_known_pers():
    assert {measure.unit for measure in MEASURES.values()} <= set(UNITS)
    assert {per for measure in MEASURES.values() for per in measure.per} == set(PERS)


def test_the_schema_file_is_what_the_code_says():
    written = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert written == json.loads(json.dumps(json_schema())), "run: make docs"


# The charters that come with the product


class _EditorLoader(yaml.SafeLoader):
    """As an editor reads a charter: a date stays text, and so do yes and on."""


_EditorLoader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in known if not tag.endswith((":timestamp", ":bool"))]
    for start, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_charter_loads_and_follows_the_schema(name):
    charter = shipped_charter(name)
    plain = yaml.load(shipped_text(name), Loader=_EditorLoader)  # a subclass of the safe loader

    jsonschema.validate(plain, json_schema())
    assert read_charter(write_charter(charter), name=name) == charter


def test_every_shipped_charter_is_in_the_list():
    folder = Path(charter_package.__file__).parents[3] / "charters"

    assert sorted(path.stem for path in folder.glob("*.yaml")) == sorted(SHIPPED)


def test_a_charter_that_is_not_shipped_is_named_with_those_that_are():
    with pytest.raises(KeyError, match="No shipped charter is called 'slime-stad'"):
        shipped_text("slime-stad")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_charter_speaks_dutch_and_english(name):
    plain = yaml.load(shipped_text(name), Loader=_EditorLoader)

    for part in ("summary", "assignment"):
        assert sorted(plain["deal"][part]) == ["en", "nl"]
    for norm in plain.get("norms", []):
        assert sorted(norm["sentence"]) == ["en", "nl"]
    for phase in plain["phases"]:
        assert sorted(phase["name"]) == ["en", "nl"]


def test_the_blank_charter_with_all_its_examples_switched_on_loads():
    filled = re.sub(r"(?m)^( *)# ", r"\1", shipped_text("blank"))
    charter = read_charter(filled, name="blank.yaml")

    assert [charter.norms[0].code, charter.partners[0].organisation] == ["partners-20", "Gemeente Voorbeeld"]
    assert sorted(yaml.load(filled, Loader=_EditorLoader)) == sorted(key.name for key in CHARTER.keys)


def test_the_real_deal_knows_twelve_partners_by_name_five_of_them_from_the_first_day():
    charter = shipped_charter("slimme-stad")
    signed = [stage.on for each in charter.partners for stage in each.stages if each.relation == "partner"]
    first, second = PartialDate.parse("2020-12-03"), PartialDate.parse("2021-06-03")

    assert (signed.count(first), signed.count(second), len(signed)) == (5, 7, 12)
    assert [each.organisation for each in charter.partners if each.relation == "initiator"] == [
        "Future City Foundation",
        "Stedennetwerk G40",
        "Agenda Stad",
    ]


def test_the_first_signatories_add_up_to_51():
    counts = {count.code: count.value for count in shipped_charter("slimme-stad").counts}
    kinds = (
        "ministries",
        "municipalities",
        "provinces",
        "water-authorities",
        "companies",
        "civil-organisations",
    )

    assert sum(counts[kind] for kind in kinds) == counts["parties"] == 51


def test_the_real_deal_has_the_norms_of_its_source():
    norms = {norm.code: norm for norm in shipped_charter("slimme-stad").norms}

    assert {
        code: (norms[code].strength, norms[code].per, int(norms[code].threshold), norms[code].gate)
        for code in ("partners-20", "tools-per-principle-3", "tools-12", "signatures-12", "days-2", "tests-6")
    } == {
        "partners-20": ("must", "deal", 20, "network"),
        "tools-per-principle-3": ("must", "principle", 3, "explore"),
        "tools-12": ("must", "deal", 12, "explore"),
        "signatures-12": ("must", "deal", 12, "explore"),
        "days-2": ("must", "partner", 2, "explore"),
        "tests-6": ("must", "municipality", 6, "develop"),
    }


def test_slim_maatwerk_has_29_organisations_and_no_principles():
    charter = shipped_charter("slim-maatwerk")
    signed = [str(stage.on) for partner in charter.partners for stage in partner.stages]

    assert (signed.count("2022-06-27"), signed.count("2022-09-29"), len(charter.partners)) == (26, 3, 29)
    assert charter.principles == ()


def test_an_invented_deal_says_so_in_its_name():
    for name in SHIPPED:
        deal = shipped_charter(name).deal
        invented = ("verzonnen" in deal.name.nl, "invented" in deal.name.en)
        assert invented == (deal.kind == "fictional",) * 2, name
