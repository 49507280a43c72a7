"""What the records and fields in an archive are called on a page."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.privacy.words import field_words

KIND_WORDS: Mapping[str, Promise] = {
    "accounts.grant": _("Roles of people on the deal"),
    "accounts.savedview": _("Saved views"),
    "accounts.user": _("Accounts"),
    "comments.comment": _("Comments"),
    "gates.review": _("Decisions about gates"),
    "links.personallink": _("Personal links (these open nothing any more)"),
    "mailing.mailaddress": _("What people chose about their mail"),
    "partners.alias": _("Other names of organisations"),
    "partners.contact": _("Contacts"),
    "partners.contactmoment": _("Lines of the contact log"),
    "partners.enquiry": _("Enquiries"),
    "partners.expertise": _("Who knows what"),
    "partners.invitation": _("Invitations"),
    "partners.motivation": _("Motivations"),
    "partners.organisation": _("Organisations"),
    "partners.participation": _("Roles and effort of partners"),
    "partners.partner": _("Partners"),
    "partners.person": _("People"),
    "partners.relationmanager": _("Relation managers"),
    "partners.standing": _("Steps of partners"),
    "partners.succession": _("Organisations that went on as another"),
    "programme.contributionnorm": _("What partners give, by phase"),
    "programme.deal": _("The deal itself"),
    "programme.designprinciple": _("Design principles"),
    "programme.earlyopening": _("Early openings"),
    "programme.norm": _("Goals of the deal"),
    "programme.participationrole": _("Roles that partners can have"),
    "programme.phase": _("Phases"),
    "programme.phaseentry": _("Days on which a phase began"),
    "programme.plannedphase": _("Planned phases"),
    "programme.planversion": _("Versions of the planning"),
    "programme.source": _("Sources"),
    "programme.sourcedcount": _("Counts from a source"),
}
# Beside those that the export of somebody's own data names.
FIELD_WORDS: Mapping[str, Promise] = {
    "cbs_code": _("CBS code"),
    "consented_at": _("agreed on"),
    "handover": _("handed over"),
    "helix": _("helix"),
    "invited_at": _("invited on"),
    "accepted_at": _("accepted on"),
    "is_active": _("may sign in"),
    "is_own": _("said by the person"),
    "kind": _("kind"),
    "kvk": _("KvK number"),
    "note": _("note"),
    "oin": _("OIN"),
    "paces": _("which mails"),
    "page": _("page"),
    "returned_at": _("mail came back on"),
    "settled_at": _("settled on"),
    "used_count": _("times used"),
    "valid_from": pgettext_lazy("of an organisation", "exists since"),
    "valid_until": pgettext_lazy("of an organisation", "exists until"),
    "website": _("website"),
    "withdrawn_at": _("withdrawn on"),
    "words": _("own words"),
    "chain": _("journal"),
}


def kind_in_words(label: str) -> str:
    """The name of a model as a heading; of one that another version made, its label."""
    return capfirst(str(KIND_WORDS.get(label, label)))


def field_in_words(label: str, name: str) -> Words:
    if name in FIELD_WORDS:
        return FIELD_WORDS[name]
    try:
        return field_words(apps.get_model(label)._meta.get_field(name))
    except (LookupError, FieldDoesNotExist):
        return name


def value_in_words(label: str, name: str, value: str) -> str:
    """A choice by its word; all else as it is."""
    try:
        choices = apps.get_model(label)._meta.get_field(name).flatchoices
    except (LookupError, FieldDoesNotExist, AttributeError):
        return value
    return str(dict(choices).get(value, value))
