"""What happens with texts and signatures."""

from kopgroep.rooms.signing.actions.signing import (
    call_moment,
    check_mandate,
    keep_sheet,
    name_signatory,
    sign_deal,
    sign_sheet,
    withdraw_signature,
)
from kopgroep.rooms.signing.actions.texts import draft_text, freeze_text, write_part

__all__ = [
    "call_moment",
    "check_mandate",
    "draft_text",
    "freeze_text",
    "keep_sheet",
    "name_signatory",
    "sign_deal",
    "sign_sheet",
    "withdraw_signature",
    "write_part",
]
