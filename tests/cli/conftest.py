"""The command line speaks English, and leaves the language of other tests alone."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield
