"""What was typed on the pages of the network; nothing is saved here."""

from kopgroep.rooms.partners.forms.merging import MergeForm
from kopgroep.rooms.partners.forms.organisations import OrganisationForm
from kopgroep.rooms.partners.forms.partners import (
    AddPartnerForm,
    BoardMoveForm,
    IntentionForm,
    MotivationForm,
    MoveForm,
    PartnerForm,
    RoleForm,
)
from kopgroep.rooms.partners.forms.people import ContactForm, EndContactForm

__all__ = [
    "AddPartnerForm",
    "BoardMoveForm",
    "ContactForm",
    "EndContactForm",
    "IntentionForm",
    "MergeForm",
    "MotivationForm",
    "MoveForm",
    "OrganisationForm",
    "PartnerForm",
    "RoleForm",
]
