"""Who comes in with the account of an organisation: known by a confirmed address, new without a role, else nobody.

The whole way, at a real provider, is walked in tests/browser/test_organisation_sign_in.py.
"""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.models import Entry
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "four words that fit"


@pytest.fixture
def come_in(rf, settings):
    """Comes back from the provider with what it says of somebody."""
    settings.OIDC_NAME = "Gemeente"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": "Gemeente",
                    "client_id": "us",
                    "secret": "between us",
                    "settings": {"server_url": "https://provider.example"},
                }
            ]
        }
    }

    def come(**said):
        request = rf.get("/account/oidc/organisation/login/callback/")
        SessionMiddleware(lambda _request: None).process_request(request)
        MessageMiddleware(lambda _request: None).process_request(request)
        request.user = AnonymousUser()
        with context.request_context(request):
            provider = get_adapter().get_provider(request, "organisation")
            assert isinstance(provider, OpenIDConnectProvider)
            login = provider.sociallogin_from_response(request, {"userinfo": {"sub": "s-1", **said}})
            login.state = {"process": "login"}
            answer = complete_login(request, login)
        return request, answer

    return come


def test_somebody_new_gets_an_account_without_a_role_and_it_is_written_down(come_in):
    request, answer = come_in(email="Anna@Gemeente.example", email_verified=True, name="Anna van Alphen")

    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == (
        "anna@gemeente.example",
        "Anna van Alphen",
        False,
    )
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert request.user == user
    assert not user.grants.exists()
    assert Entry.objects.filter(verb="user.added").count() == 1


def test_a_confirmed_address_is_the_account_with_it_and_its_password_stays(come_in):
    anna = User.objects.create_user("anna@gemeente.example", PASSWORD, name="Anna")

    request, _answer = come_in(email="ANNA@gemeente.example", email_verified=True, name="Somebody")

    anna.refresh_from_db()
    assert request.user == anna
    assert anna.check_password(PASSWORD)
    assert anna.name == "Anna"
    assert EmailAddress.objects.get().verified
    assert SocialAccount.objects.get().user == anna


@pytest.mark.parametrize("confirmed", [{}, {"email_verified": False}, {"email_verified": "true"}])
def test_an_address_that_is_not_confirmed_opens_nothing(come_in, confirmed):
    make_user("Anna", email="anna@gemeente.example")

    request, answer = come_in(email="anna@gemeente.example", **confirmed)

    assert answer.status_code == 403
    assert not request.user.is_authenticated
    assert not SocialAccount.objects.exists()


def test_a_name_of_the_provider_is_no_key_to_an_account(come_in):
    make_user("manager", email="manager@example.org")

    request, _answer = come_in(
        email="other@gemeente.example", email_verified=True, preferred_username="manager@example.org"
    )

    assert request.user.email == "other@gemeente.example"


def test_who_came_before_is_known_by_the_providers_own_number(come_in):
    come_in(email="anna@gemeente.example", email_verified=True, name="Anna")

    request, _answer = come_in(email="anna.new@gemeente.example", email_verified=True)

    assert request.user.email == "anna@gemeente.example"
    assert User.objects.count() == 1


def test_a_closed_account_stays_closed(come_in):
    user = make_user("Anna", email="anna@gemeente.example")
    user.is_active = False
    user.save()

    request, _answer = come_in(email="anna@gemeente.example", email_verified=True)

    assert not request.user.is_authenticated
