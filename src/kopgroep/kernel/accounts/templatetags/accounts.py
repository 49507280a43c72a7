"""`{% load accounts %} {% demo_people %}`: on a trial installation, a button per example person."""

from typing import Any

from django import template
from django.conf import settings

from kopgroep.kernel.accounts.demo import demo_users, role_words

register = template.Library()


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
