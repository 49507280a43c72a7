"""The menu of the deal that a page is about: {% load nav %}{% deal_menu as menu %}."""

from typing import Any

from django import template

from kopgroep.web.nav import menu_of

register = template.Library()


@register.simple_tag(takes_context=True)
def deal_menu(context: template.Context) -> Any:
    """What the page gave itself, else the parts of its deal; nothing on a page without a deal."""
    request, deal = context.get("request"), context.get("deal")
    if "menu" in context or deal is None or request is None:
        return context.get("menu")
    return menu_of(request, deal)
