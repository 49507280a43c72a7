"""The words of the longlist."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    """What a tool is made of (verschijningsvorm); each binds otherwise."""

    AGREEMENT = "agreement", pgettext_lazy("form of a tool", "agreement")
    STANDARD = "standard", pgettext_lazy("form of a tool", "standard")
    FORMAL_STANDARD = "formal_standard", pgettext_lazy("form of a tool", "formal standard")
    BY_LAW = "by_law", pgettext_lazy("form of a tool", "by-law")
    LEGISLATION = "legislation", pgettext_lazy("form of a tool", "legislation")
    PRODUCT = "product", pgettext_lazy("form of a tool", "product")
    INSTRUMENT = "instrument", pgettext_lazy("form of a tool", "instrument")


class ToolStatus(models.TextChoices):
    """How far a tool is."""

    IDEA = "idea", pgettext_lazy("status of a tool", "idea")
    LONGLIST = "longlist", pgettext_lazy("status of a tool", "on the longlist")
    CHOSEN = "chosen", pgettext_lazy("status of a tool", "chosen")
    NOT_CHOSEN = "not_chosen", pgettext_lazy("status of a tool", "not chosen")
    DEVELOPING = "developing", pgettext_lazy("status of a tool", "being developed")
    TESTING = "testing", pgettext_lazy("status of a tool", "being tested")
    DELIVERED = "delivered", pgettext_lazy("status of a tool", "delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a tool", "withdrawn")


# What was on the longlist stays on it, whatever was decided about it later.
ON_LONGLIST = (
    ToolStatus.LONGLIST,
    ToolStatus.CHOSEN,
    ToolStatus.NOT_CHOSEN,
    ToolStatus.DEVELOPING,
    ToolStatus.TESTING,
    ToolStatus.DELIVERED,
)


class Seen(models.TextChoices):
    """Who sees a tool before its release; competitors may sit in one deal."""

    TEAM = "team", _("owner, makers and the office")
    DEAL = "deal", _("everybody in the deal")
    PUBLIC = "public", _("everybody")
