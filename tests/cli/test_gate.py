"""`kopgroep gate` prints the same as the page."""

import json

import pytest
from click.testing import CliRunner

from kopgroep.cli.gate import gate
from tests.factories.partners import make_partner
from tests.factories.programme import make_norm, make_phase, make_phase_entry


@pytest.fixture
def phase(deal):
    found = make_phase(deal)
    make_phase_entry(found)
    make_norm(found, threshold=2)
    return found


def run(*arguments):
    return CliRunner().invoke(gate, arguments)


def test_a_gate_that_can_be_passed_ends_with_0(deal, phase):
    make_partner(deal)
    make_partner(deal)

    result = run(deal.code)

    assert result.exit_code == 0
    assert "can be passed (1 of 1 required norms met)" in result.output


def test_a_gate_that_cannot_ends_with_1_and_says_what_is_missing(deal, phase):
    make_partner(deal)
    result = run(deal.code, "--phase", phase.code)

    assert result.exit_code == 1
    assert "Missing for: partners-20\n  Add an organisation to the network" in result.output


def test_as_json_it_has_the_numbers_and_the_records(deal, phase):
    partner = make_partner(deal)

    told = json.loads(run(deal.code, "--json").output)

    assert (told["met"], told["asked"], told["canBePassed"]) == (0, 1, False)
    norm = told["norms"][0]
    assert (norm["value"], norm["asked"], norm["state"]) == ("1", "2", "not_yet")
    assert [item["address"] for item in norm["evidence"]] == [partner.address]


def test_the_state_on_a_past_day_is_told(deal, phase):
    make_partner(deal)

    assert (
        json.loads(run(deal.code, "--phase", phase.code, "--on", "2019-01-01", "--json").output)["norms"][0][
            "value"
        ]
        == "0"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "There is no deal 'nothing'; there are: our-deal."),
        (["our-deal", "--phase", "x"], "There is no phase 'x'; there are: network."),
        (["our-deal", "--on", "2999-01-01"], "has yet to come"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_there_is(deal, phase, arguments, words):
    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.output


def test_a_day_that_is_none_is_answered_with_how_to_write_one(deal, phase):
    result = run(deal.code, "--on", "2021-13-01")

    assert result.exit_code == 2
    assert "'2021-13-01' is not a day of the calendar; write year-month-day, such as 2020-12-03" in " ".join(
        result.output.split()
    )
