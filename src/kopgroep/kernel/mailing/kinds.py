"""The kinds of mail there are. A person chooses per kind: at once, once a day, or not; what is needed always goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ACCOUNT = "account", _("Signing in and your account")
    CONFIRMATION = "confirmation", _("Confirmations and answers to what you sent")
    ASK = "ask", _("Questions to you or your organisation")
    REMINDER = "reminder", _("Reminders of what is due")
    COMMENT = "comment", _("Comments where you commented too")
    NEWS = "news", _("News of your deals")
    # Not chosen by anybody: the mail that brings the mails of a day together.
    DAILY = "daily", _("The mails of a day in one")


class Pace(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, in one mail")
    NEVER = "never", _("not")


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of a kind. `why` it cannot be switched off; empty: it can. `paces` that make sense for it."""

    explanation: Promise
    why: Promise | None = None
    pace: Pace = Pace.AT_ONCE
    paces: tuple[Pace, ...] = (Pace.AT_ONCE, Pace.DAILY, Pace.NEVER)


KINDS: Mapping[Kind, About] = {
    Kind.ACCOUNT: About(
        _("Codes to sign in, invitations, and what changes in your account."),
        why=_("Without these mails you could not sign in, or not see that somebody else did."),
    ),
    Kind.CONFIRMATION: About(
        _("That something you sent has arrived, and what was decided about it."),
        why=_("You asked for these yourself, and they are your proof."),
    ),
    Kind.ASK: About(_("A question with a personal link, which you answer in a minute.")),
    Kind.REMINDER: About(_("What is almost due or too late, and where you do it.")),
    Kind.COMMENT: About(_("What others write where you wrote something as well.")),
    Kind.NEWS: About(
        _("What changed in the deals that you take part in."),
        pace=Pace.NEVER,
        paces=(Pace.DAILY, Pace.NEVER),
    ),
}
CHOSEN = tuple(kind for kind, about in KINDS.items() if about.why is None)
NEEDED = tuple(kind for kind, about in KINDS.items() if about.why is not None)
