"""Personal links, and mails that wait."""

from datetime import date
from itertools import count

from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.mailing.models import MailAddress

_number = count(1)


def make_personal_link(
    about: str = "partners.partner:nowhere", *, expires_on: date = date(2099, 1, 1)
) -> PersonalLink:
    return PersonalLink.objects.create(
        digest=f"{next(_number):064d}",
        purpose="partner-motivation",
        about=about,
        name="Bob",
        email="bob@example.org",
        made_at=now(),
        expires_on=expires_on,
    )


def make_mail_address(email: str = "bob@example.org", **values: object) -> MailAddress:
    return MailAddress.objects.create(email=email, used_at=now(), **values)


def make_mail(to: str = "bob@example.org") -> Mail:
    at = now()
    return Mail.objects.create(
        to_email=to, subject="Hello", text="Words.\n", html="<p>Words.</p>", made_at=at, next_at=at
    )
