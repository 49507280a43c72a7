"""Three people: alice manages the deal, bob is a partner's contact, charlie is a stranger."""

import pytest

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_deal


@pytest.fixture
def deal(db: None) -> Deal:
    return make_deal("our-deal")


@pytest.fixture
def alice(deal: Deal) -> User:
    """The programme manager of our deal."""
    user = make_user("Alice")
    make_grant(user, Role.MANAGER, deal)
    return user


@pytest.fixture
def partner(deal: Deal) -> Partner:
    return make_partner(deal)


@pytest.fixture
def bob(partner: Partner) -> User:
    """The contact of one partner of our deal."""
    user = make_user("Bob")
    make_contact(partner.organisation, make_person("Bob", user=user))
    return user


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger with an account."""
    return make_user("Charlie")
