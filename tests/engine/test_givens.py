"""Problems are read whole or refused by name, and their digest is their content."""

import jsonschema
import msgspec
import pytest

from kopgroep.engine.faults import InputWrong, need_finite, need_range, need_unique
from kopgroep.engine.givens import Given, by_id, digest_of, read, schema_of


class Tool(Given, frozen=True, kw_only=True):
    id: str
    hours: float = 0

    def __post_init__(self):
        need_finite("hours", self.hours, least=0)


class Shed(Given, frozen=True, kw_only=True):
    tools: tuple[Tool, ...]

    def __post_init__(self):
        need_unique("tools", [tool.id for tool in self.tools])


def test_a_problem_is_read_from_json():
    assert read(Shed, '{"tools": [{"id": "a", "hours": 3}]}') == Shed(tools=(Tool(id="a", hours=3),))


@pytest.mark.parametrize(
    ("text", "code", "field", "value"),
    [
        ('{"tools": [{"id": "a"}, {"id": "b", "hours": -1}]}', "too_small", "tools[1].hours", -1),
        ('{"tools": [{"id": "a", "hours": 1e308}]}', "too_large", "tools[0].hours", 1e308),
        ('{"tools": [{"id": "a"}, {"id": "a"}]}', "twice", "tools", "a"),
        ('{"tools": [{"id": " "}]}', "blank_id", "tools", " "),
        ('{"tools": [{"id": 3}]}', "wrong_shape", "tools[0].id", "Expected `str`, got `int`"),
        ('{"tools": [{"id": "a", "hors": 3}]}', "wrong_shape", "tools[0]", None),
        ('{"tools": 3}', "wrong_shape", "tools", None),
        ("{}", "wrong_shape", "file", None),
        ("", "wrong_shape", "file", None),
        ('{"tools": [{"id": "a", "hours": NaN}]}', "wrong_shape", "file", None),
        (b"\xff\xfe", "wrong_shape", "file", None),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_value(text, code, field, value):
    with pytest.raises(InputWrong) as refused:
        read(Shed, text)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert value is None or refused.value.value == value
    assert str(refused.value).startswith(f"{field}: ")


def test_numbers_that_are_none_are_refused_in_python_too():
    with pytest.raises(InputWrong, match="no ordinary number"):
        Tool(id="a", hours=float("nan"))
    with pytest.raises(InputWrong, match="no ordinary number"):
        Tool(id="a", hours=float("inf"))
    with pytest.raises(InputWrong, match="minimum 3 is above the maximum 2"):
        need_range("sites", 3, 2)


def test_the_schema_says_what_is_read():
    schema = schema_of(Shed)

    jsonschema.validate({"tools": [{"id": "a", "hours": 3}]}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"tools": [{"id": "a", "hors": 3}]}, schema)


def test_the_digest_is_that_of_the_content():
    one, other = Tool(id="b"), Tool(id="a", hours=1)

    assert digest_of(Shed(tools=by_id([one, other]))) == digest_of(Shed(tools=by_id([other, one])))
    assert digest_of(Shed(tools=(one,))) != digest_of(Shed(tools=(other,)))
    assert len(digest_of(one)) == 64


def test_a_problem_cannot_be_changed():
    with pytest.raises(AttributeError):
        Tool(id="a").hours = 3
    assert msgspec.structs.replace(Tool(id="a"), hours=3).hours == 3
