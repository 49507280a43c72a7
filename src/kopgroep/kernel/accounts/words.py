"""What roles and scopes are called on screens."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role

ROLE_WORDS: Mapping[str, Promise] = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.MANAGER: _("programme manager"),
    Role.OFFICE: _("programme office"),
    Role.INITIATOR: _("initiator"),
    Role.CONTACT: _("contact"),
    Role.DEPUTY: _("deputy"),
    Role.PARTICIPANT: _("participant"),
    Role.READER: _("reader"),
}

# Django's own sentence; named here so that our catalogue has a Dutch that says what to do.
REQUIRED = _("This field is required.")

SCOPE_WORDS: Mapping[str, Promise] = {
    "deals:read": _("read deals, their planning and norms"),
    "network:read": _("read organisations and partners"),
    "network:write": _("add and change organisations and partners"),
    "contacts:read": _("read names and addresses of contacts"),
    "enquiries:read": _("read enquiries, with names and addresses"),
    "enquiries:write": _("record enquiries and deal with them"),
    "webhooks:write": _("read, add and change webhooks"),
    "gates:write": _("decide about gates"),
}

# What was changed about signing in: allauth's word for it -> what the mail and the journal say.
CHANGES: Mapping[str, Promise] = {
    "password_set": _("A password was chosen."),
    "password_changed": _("The password was changed."),
    "password_reset": _("The password was changed by a link from a mail."),
    "email_changed": _("The e-mail address was changed."),
    "totp_activated": _("An authenticator app was added."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "recovery_codes_generated": _("New recovery codes were made."),
    "second_factor_reset": _("An administrator removed the second factor, and signed out every device."),
    "account_connected": _("The account of the organisation was connected."),
}
