"""Where somebody is signed in (sessies): on which device, since when, last used when; each can be ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kopgroep.kernel.accounts.models import User

# Its address is nobody's business here; allauth wants one.
NO_ADDRESS = "0.0.0.0"
NOTE_EVERY = timedelta(minutes=5)
KEY = "used_at"

# In the order in which they are looked for: Edge and Opera also call themselves Chrome, all call themselves Safari.
BROWSERS: Mapping[str, str] = {
    r"Edg(e|A|iOS)?/": "Edge",
    r"OPR/|Opera": "Opera",
    r"SamsungBrowser/": "Samsung Internet",
    r"Firefox/|FxiOS/": "Firefox",
    r"Chrome/|CriOS/|Chromium/": "Chrome",
    r"Safari/": "Safari",
}
SYSTEMS: Mapping[str, str] = {
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"Android": "Android",
    r"Windows": "Windows",
    r"Mac OS X|Macintosh": "Mac",
    r"CrOS": "ChromeOS",
    r"Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session as its owner sees it."""

    number: int
    device: str
    since: datetime
    seen: datetime
    is_here: bool


def device_of(user_agent: str) -> str:
    """What a browser says it is, in two words."""
    browser = next((name for sign, name in BROWSERS.items() if re.search(sign, user_agent)), "")
    system = next((name for sign, name in SYSTEMS.items() if re.search(sign, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")


def keep_session(request: HttpRequest, *, at: datetime) -> None:
    """Write down that somebody is signed in here; from which address is not kept."""
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(ip=NO_ADDRESS, last_seen_at=at)
    request.session[KEY] = at.isoformat()


def note_use(request: HttpRequest, *, at: datetime) -> None:
    """Every few minutes at most, so that reading pages stays free of writing."""
    noted = request.session.get(KEY)
    if noted is None or at - datetime.fromisoformat(noted) < NOTE_EVERY:
        return
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)
    request.session[KEY] = at.isoformat()


def sessions_of(request: HttpRequest, user: User, *, at: datetime) -> list[SignedIn]:
    """The sessions that still work, this one first, then by last use."""
    if request.session.get(KEY) is None:
        keep_session(request, at=at)
    rows = [
        SignedIn(row.pk, device_of(row.user_agent), row.created_at, row.last_seen_at, row.is_current())
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (row.is_here, row.seen, row.number), reverse=True)


def end_session(user: User, number: int) -> bool:
    """Sign out elsewhere; False when it had ended already."""
    session = UserSession.objects.filter(user=user, pk=number).first()
    if session is None:
        return False
    session.end()
    return True


def end_other_sessions(request: HttpRequest, user: User) -> int:
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    return sum(end_session(user, number) for number in list(others.values_list("pk", flat=True)))
