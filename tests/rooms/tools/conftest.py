"""A deal with two municipalities and a company."""

import pytest

from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Helix, OrganisationKind
from tests.factories.partners import make_organisation, make_partner


@pytest.fixture
def by():
    return Actor.system("test")


@pytest.fixture
def helmond(deal):
    return make_partner(
        deal,
        make_organisation("Gemeente Helmond", kind=OrganisationKind.MUNICIPALITY, helix=Helix.GOVERNMENT),
    )


@pytest.fixture
def zwolle(deal):
    return make_partner(
        deal, make_organisation("Gemeente Zwolle", kind=OrganisationKind.MUNICIPALITY, helix=Helix.GOVERNMENT)
    )


@pytest.fixture
def company(deal):
    return make_partner(deal, make_organisation("Sensor BV", kind=OrganisationKind.COMPANY))
