"""How often one may try something, counted per visitor or per thing; the address itself is not kept."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def visitor_of(request: HttpRequest, purpose: str) -> str:
    """The same for one address (of the visitor, behind own proxies) as long as it counts; of no use to who reads it."""
    return salted_hmac(purpose, get_client_ip(request) or "").hexdigest()


def times_in(key: str, *, seconds: int) -> int:
    """How often this was asked since the first time, with this time; it begins anew when the time is over."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:
        # It expired between the two.
        return 1
