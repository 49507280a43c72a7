"""`{% load accounts %} {% demo_people %}`: on a trial installation, a button per example person."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from kopgroep.kernel.accounts.demo import demo_users, role_words
from kopgroep.kernel.accounts.factors import lacks_second_factor, must_have_second_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_is_missing(context: dict[str, Any]) -> bool:
    """Whether the reader's role asks for a second factor that is not there yet."""
    return lacks_second_factor(context["request"].user)


@register.simple_tag(takes_context=True)
def second_factor_is_a_must(context: dict[str, Any]) -> bool:
    return must_have_second_factor(context["request"].user)


@register.simple_tag
def organisation_sign_in() -> dict[str, str]:
    """The way in with an organisation's own accounts; empty where none is set."""
    if not settings.OIDC_NAME:
        return {}
    return {
        "name": settings.OIDC_NAME,
        "url": reverse("openid_connect_login", args=[settings.OIDC_PROVIDER]),
    }


@register.inclusion_tag("accounts/demo.html", takes_context=True)
def demo_people(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    people = (
        [(user, user.email.partition("@")[0], role_words(user)) for user in demo_users()]
        if settings.DEMO
        else []
    )
    return {
        "people": people,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
