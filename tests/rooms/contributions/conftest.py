"""A deal that explores since February and asks two days a month and 6,000 euros."""

from datetime import date
from decimal import Decimal

import pytest

from kopgroep.kernel.actors import Actor
from tests.factories.contributions import (
    exploring,
)
from tests.factories.programme import make_contribution_norm, make_phase_entry

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def phase(deal):
    """Exploring since February; the deal asks two days a month and 6,000 euros."""
    phase = exploring(deal)
    make_contribution_norm(phase, days_per_month=Decimal(2), euros=Decimal(6000))
    make_phase_entry(phase, entered_on=FEBRUARY)
    return phase
