"""`{% load journal %} {% history record %}`: what happened to a record, in plain sentences."""

from typing import Any

from django import template

from kopgroep.kernel.journal.history import MOST, history_of
from kopgroep.kernel.records import Record

register = template.Library()


@register.inclusion_tag("ui/history.html")
def history(record: Record, most: int = MOST, level: int = 2) -> dict[str, Any]:
    return {"entries": history_of(record, most=most), "level": level}
