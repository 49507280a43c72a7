"""A date that may be a month or a season, in the reader's language: {% load dates %}{{ count.on|spoken }}."""

from django import template
from django.utils.translation import get_language

from kopgroep.kernel.dates import PartialDate

register = template.Library()


@register.filter
def spoken(value: PartialDate | None) -> str:
    return value.display(get_language() or "nl") if value else ""
