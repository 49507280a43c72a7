"""Time in a template: {{ sheet.given|in_days:deal }}."""

from django import template

from kopgroep.kernel.money import Hours
from kopgroep.rooms.programme.models import Deal

register = template.Library()


@register.filter
def in_days(time: Hours, deal: Deal) -> str:
    """In days where the deal counts in days, else in hours."""
    return time.shown(deal.hours_per_day)
