"""What the facts about an organisation are called."""

from collections.abc import Mapping

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
