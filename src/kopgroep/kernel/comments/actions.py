"""What people do with comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.journal.mail import Kind, Letter
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.kernel.records import Record


def obstacles_to_withdrawing(comment: Comment, by: Actor) -> Iterator[Obstacle]:
    if comment.author is None or by.user is None or comment.author.pk != by.user.pk:
        yield Obstacle("not-yours", _("Only who wrote a comment can withdraw it."))
    if comment.withdrawn_at:
        yield Obstacle("withdrawn", _("This comment was withdrawn already."))


@transaction.atomic
def make_comment(*, about: Record, text: str, by: Actor, at: datetime) -> Comment:
    """Write a comment with a record; who may is asked of the record itself."""
    comment = Comment.objects.create(
        on=about.address, chain=about.journal_chain, author=by.user, text=text.strip(), made_at=at
    )
    record(
        Verb.COMMENT_MADE, about=about, also=[comment], by=by, at=at, tell=_who_hears(about, comment, by=by)
    )
    return comment


def _who_hears(about: Record, comment: Comment, *, by: Actor) -> list[Letter]:
    """Whoever commented here before and may still read it, but for the writer."""
    authors = User.objects.filter(comments__on=about.address, comments__withdrawn_at=None, is_active=True)
    earlier = authors.exclude(pk=by.user.pk if by.user else 0).distinct().order_by("pk")
    words = {
        "writer": by.user.name if by.user else "",
        "comment": comment.text,
        "url": settings.BASE_URL + page_of(about),
    }
    return [
        Letter(
            email=user.email, language=user.language, words={**words, "name": user.name}, kind=Kind.COMMENT
        )
        for user in earlier
        if allowed(user, Permission.COMMENT_READ, about=about)
    ]


def page_of(about: Record) -> str:
    """Where one reads the record; the desk when it has no page of its own."""
    own = getattr(about, "get_absolute_url", None)
    return str(own()) if own else reverse("desk")


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: Actor, at: datetime) -> Comment:
    """Take one's comment back: its text is erased, that it was there is not."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    clear(obstacles_to_withdrawing(comment, by))
    comment.text, comment.withdrawn_at = "", at
    comment.save(update_fields=["text", "withdrawn_at"])
    record(Verb.COMMENT_WITHDRAWN, about=comment, by=by, at=at)
    return comment
