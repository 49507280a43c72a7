"""Views of a list that a user keeps under a name. They are nobody else's, so the journal does not tell of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import SavedView, User
from kopgroep.kernel.obstacles import Obstacle, clear

LONGEST_NAME = 60
LONGEST_QUERY = 1000
MOST_VIEWS = 100


def obstacles_to_saving(*, user: User, page: str, name: str, query: str) -> Iterator[Obstacle]:
    if not name:
        yield Obstacle("no-name", _("Give the view a name."))
    if len(name) > LONGEST_NAME:
        yield Obstacle("long-name", _("The name is too long; 60 characters fit."))
    if not _is_page_of_ours(page) or len(query) > LONGEST_QUERY:
        yield Obstacle("no-list", _("This is no list that can be kept."))
    if SavedView.objects.filter(user=user).exclude(page=page, name=name).count() >= MOST_VIEWS:
        yield Obstacle("too-many", _("You keep 100 views already. Remove one first."))


def _is_page_of_ours(page: str) -> bool:
    # "//other.example/" is an address on another host.
    if not page.startswith("/") or page.startswith("//") or len(page) > 200:
        return False
    try:
        resolve(page)
    except Resolver404:
        return False
    return True


@transaction.atomic
def save_view(*, user: User, page: str, name: str, query: str) -> SavedView:
    """Keep a list's filters and order under a name; the same name on the same list is kept anew."""
    name = " ".join(name.split())
    clear(obstacles_to_saving(user=user, page=page, name=name, query=query))
    view, made = SavedView.objects.get_or_create(
        user=user, page=page, name=name, defaults={"query": QueryDict(query).urlencode()}
    )
    if not made:
        view.claim(None)
        view.query = QueryDict(query).urlencode()
        view.save(update_fields=["query"])
    return view


@transaction.atomic
def remove_view(*, view: SavedView) -> None:
    view.delete()
