"""A charter as YAML text, always in the same order."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal

import yaml

from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter.kinds import Key, ListOf, MapOf, Section
from kopgroep.rooms.programme.charter.sections import CHARTER, VERSION
from kopgroep.rooms.programme.charter.terms import Charter


def write_charter(charter: Charter) -> str:
    """The text that `read_charter` reads back as the same charter; what is empty is left out."""
    plain = {"kopgroep": VERSION, **_plain_section(charter, CHARTER)}
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes values out instead of pointing at an earlier copy, which the reader would refuse."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    if number == number.to_integral_value():
        return dumper.represent_scalar("tag:yaml.org,2002:int", format(number.to_integral_value(), "f"))
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number.normalize(), "f"))


def _write_date(dumper: yaml.SafeDumper, moment: PartialDate) -> yaml.ScalarNode:
    # YAML knows days as dates; a month or a season is text to it.
    tag = "timestamp" if moment.precision is Precision.DAY else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", str(moment))


_Dumper.add_representer(Decimal, _write_decimal)
_Dumper.add_representer(PartialDate, _write_date)


def _plain_section(value: object, section: Section) -> dict[str, object]:
    has = {field.name for field in fields(value)} if is_dataclass(value) else set()
    plain = {key.name: _plain(getattr(value, key.name), key) for key in section.keys if key.name in has}
    return {name: each for name, each in plain.items() if each not in (None, "", [], {})}


def _plain(value: object, key: Key) -> object:
    if isinstance(key.kind, Section) and value is not None:
        return _plain_section(value, key.kind)
    if isinstance(key.kind, ListOf) and isinstance(value, tuple):
        inside = key.kind.kind
        return [
            _plain_section(each, inside) if isinstance(inside, Section) else _plain_text(each)
            for each in value
        ]
    if isinstance(key.kind, MapOf) and isinstance(value, Mapping):
        inside = key.kind.kind
        return {
            name: _plain_section(each, inside) if isinstance(inside, Section) else _plain_text(each)
            for name, each in value.items()
        }
    return _plain_text(value)


def _plain_text(value: object) -> object:
    if isinstance(value, Text):
        if not value:
            return None
        return value.nl if value.nl == value.en else {"nl": value.nl, "en": value.en}
    return value
