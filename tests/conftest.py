"""Three people: alice manages the deal, bob is a partner's contact, charlie is a stranger.

Beside them: the sample files, Chromium, and what only PostgreSQL can show.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils.translation import override
from huey.contrib.djhuey import HUEY
from huey.storage import MemoryStorage

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_deal
from tools.chromium import ChromiumMissing, ensure

# The same examples every time: a change is told from luck. HYPOTHESIS_PROFILE=default looks for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """What one test counts, another does not see."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid.uuid4().hex}}


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A test begins in Dutch, also after one that ran a command: commands speak English from then on."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english(own_language: None) -> Iterator[None]:
    """For tests that compare messages in the language of the source."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def own_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that a test puts in the queue waits in memory; no worker of this machine sees it."""
    monkeypatch.setattr(HUEY, "storage", MemoryStorage("tests"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with sample files of the outside world; they are no part of the product."""
    folder = Path(os.environ.get("KOPGROEP_SAMPLES") or SAMPLES)
    if not folder.is_dir():
        pytest.skip(f"no sample files in {folder}; KOPGROEP_SAMPLES names their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    try:
        return ensure()
    except ChromiumMissing as reason:
        pytest.skip(str(reason))


@pytest.fixture(autouse=True, scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files by their own names: collecting them is for an installation."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


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
