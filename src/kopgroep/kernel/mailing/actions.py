"""What people choose about their mail, and what mail servers say of an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.sending import enqueue
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.mailing.kinds import CHOSEN, KINDS, Kind, Pace
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.obstacles import Obstacle, clear


@transaction.atomic
def choose_mails(*, address: MailAddress, paces: Mapping[str, str], by: Actor, at: datetime) -> MailAddress:
    """Per kind of mail at once, once a day, or not; what is needed cannot be chosen."""
    address.claim(None)
    address.refresh_from_db()
    wanted = {**address.paces}
    for kind in CHOSEN:
        if kind.value in paces and Pace(paces[kind.value]) in KINDS[kind].paces:
            wanted[kind.value] = str(Pace(paces[kind.value]))
    if wanted != address.paces:
        address.paces = wanted
        address.save(update_fields=["paces"])
        record(Verb.MAILS_CHOSEN, about=address, by=by, at=at, private={"address": address.email})
    return address


def stop_mails(*, address: MailAddress, kind: Kind, by: Actor, at: datetime) -> MailAddress:
    """No more of one kind; of the mail of the day: no more of what comes in it."""
    kinds = [kind]
    if kind == Kind.DAILY:
        kinds = [each for each in CHOSEN if address.pace_of(each) == Pace.DAILY]
    return choose_mails(address=address, paces={each.value: Pace.NEVER.value for each in kinds}, by=by, at=at)


@transaction.atomic
def trust_again(*, address: MailAddress, by: Actor, at: datetime) -> MailAddress:
    """Somebody looked at it: mail may go there again."""
    address.claim(None)
    address.refresh_from_db()
    if address.returned_at is not None:
        address.returned_at, address.return_reason = None, ""
        address.save(update_fields=["returned_at", "return_reason"])
        record(Verb.MAIL_ADDRESS_TRUSTED, about=address, by=by, at=at, private={"address": address.email})
    return address


def obstacles_to_sending_again(mail: Mail) -> Iterator[Obstacle]:
    if mail.state == MailState.WAITING and mail.attempts:
        return
    if mail.state not in (MailState.FAILED, MailState.UNCLEAR):
        yield Obstacle("not-failed", _("Only a mail that was not sent, or perhaps not, can be sent again."))
    elif not mail.text:
        yield Obstacle(
            "no-words", _("The words of this mail are not kept any more; ask or invite once more.")
        )


@transaction.atomic
def send_again(*, mail: Mail, by: Actor, at: datetime) -> Mail:
    """Now, with the same Message-ID, so that a mail server can see that it is the same mail."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    clear(obstacles_to_sending_again(mail))
    mail.state, mail.next_at, mail.attempts, mail.error = MailState.WAITING, at, 0, ""
    mail.save(update_fields=["state", "next_at", "attempts", "error"])
    record(Verb.MAIL_SENT_AGAIN, about=mail, by=by, at=at)
    transaction.on_commit(lambda: enqueue(mail.uid))
    return mail
