"""What facts are called, and how days are written."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACTS: Mapping[str, Promise] = {
    "name": _("name"),
    "kind": _("kind of organisation"),
    "helix": _("helix"),
    "kvk": _("KvK number"),
    "oin": _("OIN"),
    "cbs_code": _("CBS code"),
    "website": _("website"),
    "note": _("note"),
    "aliases": _("other names"),
    "valid_from": _("exists from"),
    "valid_until": _("exists until"),
}


def plain_days(days: Decimal) -> Decimal:
    """4 rather than 4.00, and 10 rather than 1E+1."""
    return Decimal(f"{days.normalize():f}")


def days_in_words(days: Decimal) -> str:
    return number_format(plain_days(days), use_l10n=True)
