"""The news mail: what happened in somebody's deals since the last one, for who chose to get it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.history import lately
from kopgroep.kernel.journal.mail import Kind, mail_to
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.web.pages.desk import my_deals

# Just before the mail of the day goes, so that the news stands in it.
FROM, UNTIL = time(6, 50), time(7, 0)
LOOK_BACK = timedelta(days=7)
MOST = 30


def write_news(*, at: datetime) -> int:
    """One for each reader, in the ten minutes before seven; returns how many. Nothing happened: no mail."""
    if not FROM <= localtime(at).time() < UNTIL:
        return 0
    wanted = MailAddress.objects.filter(paces__news="daily").values_list("email", flat=True)
    readers = User.objects.filter(email__in=wanted, is_active=True).order_by("pk")
    return sum(_write(user, at=at) for user in readers)


@transaction.atomic
def _write(user: User, *, at: datetime) -> int:
    # The lock keeps a second worker from writing the same news.
    MailAddress.objects.select_for_update().filter(email=user.email).first()
    last = Mail.objects.filter(to_email=user.email, kind=Kind.NEWS).order_by("-made_at").first()
    if last is not None and last.made_at > at - timedelta(hours=12):
        return 0
    since = max(last.made_at if last else at - timedelta(days=1), at - LOOK_BACK)
    deals = [deal for deal in my_deals(user) if allowed(user, Permission.HISTORY_VIEW, about=deal)]
    parts = []
    with override(user.language):
        for deal in deals:
            told = lately([deal.journal_chain], since=since, most=MOST + 1)
            if told:
                page = settings.BASE_URL + reverse("deal", args=[deal.code])
                sentences = [each.sentence for each in islice(told, MOST)]
                parts.append(
                    {"deal": str(deal.name), "url": page, "said": sentences, "more": len(told) > MOST}
                )
    if not parts:
        return 0
    mail_to(
        email=user.email,
        language=user.language,
        template="news",
        words={"parts": parts, "deal": None},
        at=at,
        kind=Kind.NEWS,
    )
    return 1
