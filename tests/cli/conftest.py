"""The command line speaks English, and leaves the language of other tests alone."""

import pytest


@pytest.fixture(autouse=True)
def in_english(english: None) -> None:
    """Commands speak English."""
