"""The pictures in the README are of this product: KOPGROEP_TEST_WRITE=1 takes them, otherwise they are looked at."""

import os
import struct
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.proof]

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
HEAVIEST = 250_000
# name -> (page, width, height of the picture, what must be on it)
TAKEN = {
    "state-of-the-deal": ("/deals/leefbare-straat/", 1280, 1200, ".kg-gaps"),
    "network": ("/deals/leefbare-straat/network/", 1280, 1200, ".kg-figure"),
    "gate": ("/deals/leefbare-straat/gates/network/", 1280, 1200, ".kg-norm"),
    "phone": ("/deals/leefbare-straat/", 390, 844, ".kg-gaps"),
}


def size_of(picture):
    """Width and height, from the head of a PNG."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_of_the_readme_can_be_taken(visit, name):
    path, width, height, shown = TAKEN[name]
    manager = visit("manager", width=width, height=height, language="en")
    manager.go(path)
    manager.page.wait_for_load_state("networkidle")

    taken = manager.page.screenshot(animations="disabled")

    file = PICTURES / f"{name}.png"
    if os.environ.get("KOPGROEP_TEST_WRITE"):
        file.write_bytes(taken)
    assert manager.page.locator(shown).first.is_visible()
    assert size_of(taken) == (width, height)
    assert size_of(file.read_bytes()) == (width, height)
    assert file.stat().st_size < HEAVIEST
